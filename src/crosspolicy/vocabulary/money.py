"""Amounts: kept as whole minor units of a currency (ISO 4217)."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from decimal import Decimal

MINOR_UNITS: Final = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}
"""Decimal places of the currencies that do not have two."""


def places(currency: str) -> int:
    """Return how many decimal places amounts in ``currency`` have."""
    return MINOR_UNITS.get(currency, 2)


def to_minor(amount: "Decimal", currency: str) -> int:
    """Return an amount in whole minor units; raises ValueError where it has more places than the currency."""
    minor = amount.scaleb(places(currency))
    if minor != minor.to_integral_value():
        raise ValueError(currency)
    return int(minor)


def from_minor(minor: int, currency: str) -> str:
    """Return minor units as a plain decimal, such as ``12500.00``."""
    digits = places(currency)
    if not digits:
        return str(minor)
    sign, whole = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{whole // 10**digits}.{whole % 10**digits:0{digits}d}"
