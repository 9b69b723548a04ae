"""Other words for the values of fixed lists: what people type or write in a table instead of the value or its label."""

from collections.abc import Mapping
from typing import Final

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "yes": ("y", "true", "是", "是的", "对", "對", "好", "有"),
    "no": ("n", "false", "否", "不", "不是", "没有", "沒有", "无", "無"),
    "management": ("管理层", "管理層", "领导", "領導", "公司管理层", "公司管理層"),
    "coordinator": ("协调人", "協調人", "经办人", "經辦人"),
    "signatory": ("signer", "签字人", "簽字人", "签约人", "簽約人"),
    "business": ("业务", "業務"),
    "technical": ("technology", "技术", "技術"),
    "personnel": ("staff", "人员", "人員", "人事"),
    "market": ("市场", "市場"),
    "legal": ("law", "法律", "法务", "法務"),
    "strong": ("high", "强", "強", "高"),
    "partial": ("partly", "部分"),
    "weak": ("low", "弱", "低"),
    "sufficient": ("enough", "充分", "足够", "足夠"),
    "insufficient": ("not enough", "不充足", "不够", "不夠"),
    "necessary": ("needed", "required", "有必要", "必需"),
    "desirable": ("nice to have", "有益"),
    "unnecessary": ("not needed", "没有必要", "沒有必要", "无必要", "無必要"),
    "feasible": ("可以",),
    "conditional": ("有条件", "有條件"),
    "infeasible": ("not feasible", "无法实现", "無法實現"),
    "approve": ("approved", "ok", "同意", "通过", "通過", "批准", "核准", "准予"),
    "return": ("returned", "revise", "send back", "退回", "退回修改", "打回", "修改"),
    "reject": (
        "rejected", "refuse", "decline", "deny",
        "不同意", "不通过", "不通過", "不批准", "不予批准", "驳回", "駁回", "拒绝", "拒絕", "否决", "否決",
    ),
    "accept": ("accepted", "ok", "同意", "通过", "通過", "验收通过", "驗收通過", "接受"),
    "rework": ("返工", "整改", "修正"),
    "coordination": ("协调", "協調", "业务新增交叉协调会", "業務新增交叉協調會"),
    "regular": ("periodic", "例会", "例會", "定期会议", "定期會議", "定期"),
    "ad-hoc": ("adhoc", "urgent", "临时", "臨時", "临时会议", "臨時會議", "不定期"),
    "1 week": ("week", "weekly", "周", "每周", "一周", "每週", "一週"),
    "2 weeks": ("biweekly", "fortnightly", "双周", "两周", "每两周", "雙週", "兩週", "每兩週"),
    "met": ("yes", "achieved", "达到", "達到", "达成", "達成", "是"),
    "partly": ("partial", "partially", "部分达标", "部分達標", "部分达到", "部分達到"),
    "unmet": ("no", "missed", "不达标", "不達標", "没有达到", "沒有達到", "否"),
    "low": ("l", "低"),
    "medium": ("m", "moderate", "中", "中等"),
    "high": ("h", "高"),
    "avoid": ("规避", "規避", "避免"),
    "mitigate": ("reduce", "减轻", "減輕", "降低", "缓解", "緩解"),
    "transfer": ("转移", "轉移", "转嫁", "轉嫁"),
    "phone": ("call", "telephone", "电话", "電話"),
    "e-mail": ("email", "mail", "邮件", "郵件", "电邮", "電郵"),
    "instant-message": ("im", "chat", "微信", "钉钉", "釘釘", "即时通讯", "即時通訊", "即時通訊軟體"),
    "in-person": ("face to face", "面谈", "面談", "当面", "當面"),
    "progress": ("进展", "進展"),
    "result": ("成果", "结果", "結果"),
    "feedback": ("意见", "意見", "问题反馈", "問題反饋", "学员反馈", "學員反饋"),
    "internal": ("in-house", "内部", "內部", "内训", "內訓"),
    "external": ("外部", "外训", "外訓"),
    "online": ("在线", "在線", "线上", "線上", "網上"),
    "practical": ("practice", "实践", "實踐", "实际操作", "實際操作", "实操", "實操"),
    "exam": ("examination", "test", "考试", "考試", "考核"),
    "questionnaire": ("survey", "问卷", "問卷", "问卷调查", "問卷調查"),
    "effective": ("有效",),
    "ineffective": ("not effective", "无效", "無效", "没有效果", "沒有效果"),
    "add": ("new", "新增", "增加", "添加"),
    "change": ("edit", "变更", "變更", "修改", "调整", "調整"),
    "drop": ("remove", "delete", "cancel", "取消", "删除", "刪除"),
    "bonus": ("奖金", "獎金"),
    "certificate": ("honour", "honor", "荣誉", "榮譽", "荣誉证书", "榮譽證書"),
    "promotion": ("promote", "晋升", "晉升", "升职", "升職"),
    "warning": ("warn", "警告"),
    "fine": ("罚款", "罰款"),
    "demotion": ("demote", "降职", "降職", "降级", "降級"),
    "dismissal": ("dismiss", "fire", "辞退", "辭退", "解雇", "解僱", "开除", "開除"),
    "pass": ("passed", "yes", "ok", "合格", "通过", "通過", "同意"),
    "fail": ("failed", "no", "不合格", "不通过", "不通過", "不同意"),
}  # fmt: skip
"""Words for each value, in the three languages. A word that several values of one list share means none of them."""

SYNONYMS_OF: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("response", "accept"): ("accept the risk", "接受", "接受风险", "接受風險", "承担", "承擔", "自留"),
}
"""Words for a value in a field where it means something else than elsewhere."""


def words_for(value: str, field: str = "") -> tuple[str, ...]:
    """Return the other words for a value of a fixed list, in a field where that matters."""
    return SYNONYMS_OF.get((field, value), SYNONYMS.get(value, ()))
