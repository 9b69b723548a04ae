"""Lantern Works 燈籠工坊, a company that does not exist, with people nobody has met.

Sales asks for new business; IT and Finance are touched by it; Human Resources stands outside; the Executive Office
manages. Everybody has an account of their own name.
"""

from typing import Any, Final

REQUESTING: Final = "SALES"
INVOLVED: Final = ("IT", "FIN")
PARTIES: Final = (REQUESTING, *INVOLVED)
OUTSIDE: Final = "HR"

REQUESTER: Final = "li.na"
MANAGER: Final = "gao.ping"
SECOND_MANAGER: Final = "lin.tao"
SALES_MANAGER: Final = "ma.rui"
"""Management, but of the requesting department."""
COORDINATOR: Final = "xu.hui"
SALES_COORDINATOR: Final = "tang.mei"
"""A coordinator of the requesting department."""

MEMBER: Final = {"SALES": "li.na", "IT": "liu.yang", "FIN": "sun.wei", "HR": "he.jing", "EXEC": "gao.ping"}
"""An ordinary member of each department."""

SIGNATORY: Final = {"SALES": "zhao.lei", "IT": "chen.bo", "FIN": "wu.min", "HR": "he.jing"}
"""Who signs for each department: in Sales its head, elsewhere a signatory."""

FOUNDING: Final[dict[str, Any]] = {
    "company": "Lantern Works 燈籠工坊",
    "currency": "CNY",
    "country": "CN",
    "departments": [
        {"code": "SALES", "name": "Sales 銷售部", "head": "zhao.lei"},
        {"code": "IT", "name": "Information Technology 資訊部"},
        {"code": "FIN", "name": "Finance 財務部"},
        {"code": "HR", "name": "Human Resources 人事部"},
        {"code": "EXEC", "name": "Executive Office 總經辦", "head": "lin.tao"},
    ],
    "people": [
        {"login": "li.na", "name": "Li Na 李娜", "department": "SALES", "position": "Account lead"},
        {"login": "zhao.lei", "name": "Zhao Lei 趙磊", "department": "SALES", "position": "Head of Sales"},
        {"login": "ma.rui", "name": "Ma Rui 馬瑞", "department": "SALES", "roles": ["management"]},
        {"login": "tang.mei", "name": "Tang Mei 唐梅", "department": "SALES", "roles": ["coordinator"]},
        {"login": "chen.bo", "name": "Chen Bo 陳博", "department": "IT", "roles": ["signatory"]},
        {"login": "liu.yang", "name": "Liu Yang 劉洋", "department": "IT", "position": "Developer"},
        {"login": "wu.min", "name": "Wu Min 吳敏", "department": "FIN", "roles": ["signatory"]},
        {"login": "sun.wei", "name": "Sun Wei 孫偉", "department": "FIN", "position": "Controller"},
        {"login": "he.jing", "name": "He Jing 何靜", "department": "HR", "roles": ["signatory"]},
        {"login": "gao.ping", "name": "Gao Ping 高平", "department": "EXEC", "roles": ["management"]},
        {"login": "lin.tao", "name": "Lin Tao 林濤", "department": "EXEC", "roles": ["management"]},
        {"login": "xu.hui", "name": "Xu Hui 許慧", "department": "EXEC", "roles": ["coordinator"]},
    ],
}

DEPARTMENT_OF: Final = {person["login"]: person["department"] for person in FOUNDING["people"]}
