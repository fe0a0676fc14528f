"""Payment QR codes: payloads written by hand to the published layouts, drawn as filled rectangles.

EPC: European Payments Council, guideline EPC069-12, version 002, character set 1 (UTF-8).
UPI: NPCI linking specification, ``upi://pay`` with payee address, name, amount, currency and note.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import quote

from arcaller.documents.paper.fonts import clean
from arcaller.documents.paper.sender import PaymentWays
from arcaller.domain.money import decimal_text

_EPC_MAX_MINOR = 99_999_999_999
_MASK = 2
"""Any of the eight masks reads; choosing the best one costs six times the drawing (ISO/IEC 18004, 7.8)."""


def payment_payload(ways: PaymentWays, amount_minor: int, currency: str) -> str:
    """What the QR for one payment holds; empty when no scheme fits (other currency, no account, amount too large)."""
    if currency == "EUR" and ways.bank is not None and iban_is_valid(ways.bank.iban):
        return _epc(ways, amount_minor)
    if currency == "INR" and re.fullmatch(r"[A-Za-z0-9._-]{2,256}@[A-Za-z0-9.]{2,64}", ways.upi_id):
        name = ways.bank.account_name if ways.bank else ways.payee or ways.upi_id
        return (
            f"upi://pay?pa={quote(ways.upi_id, safe='@.-_')}&pn={quote(clean(name), safe='')}"
            f"&am={decimal_text(amount_minor, currency)}&cu=INR&tn={quote(clean(ways.reference)[:80], safe='')}"
        )
    return ""


def _epc(ways: PaymentWays, amount_minor: int) -> str:
    bank = ways.bank
    if bank is None or not 0 < amount_minor <= _EPC_MAX_MINOR:
        return ""
    iban = re.sub(r"\s", "", bank.iban).upper()
    bic = re.sub(r"\s", "", bank.bic).upper()
    rows = ["BCD", "002", "1", "SCT", bic, _row(bank.account_name, 70), iban,
            f"EUR{decimal_text(amount_minor, 'EUR')}", "", "", _row(ways.reference, 140)]  # fmt: skip
    return "\n".join(rows)


def _row(text: str, limit: int) -> str:
    return " ".join(clean(text).split())[:limit].strip()


def iban_is_valid(iban: str) -> bool:
    """Length and check digits of ISO 13616 (remainder 1 modulo 97)."""
    plain = re.sub(r"\s", "", iban).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", plain, re.ASCII):
        return False
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def iban_text(iban: str) -> str:
    """``iban`` in groups of four."""
    plain = re.sub(r"\s", "", iban).upper()
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


@functools.lru_cache(maxsize=64)
def qr_rows(payload: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The symbol as rows of dark stretches (first module, length), error correction M."""
    import segno

    matrix = segno.make_qr(payload, error="m", mask=_MASK, encoding="utf-8", boost_error=False).matrix
    rows = []
    for row in matrix:
        stretches, start = [], -1
        for at, dark in enumerate([*row, 0]):
            if dark and start < 0:
                start = at
            elif not dark and start >= 0:
                stretches.append((start, at - start))
                start = -1
        rows.append(tuple(stretches))
    return tuple(rows)


def qr_boxes(payload: str, x: float, top: float, size: float) -> list[tuple[float, float, float, float]]:
    """Rectangles (x, y, width, height) of the symbol with its left upper corner at (x, top), ``size`` points wide.

    The quiet zone of four modules is left to the caller's white space.
    """
    rows = qr_rows(payload)
    unit = size / len(rows)
    return [
        (x + start * unit, top - (line + 1) * unit, length * unit, unit)
        for line, row in enumerate(rows)
        for start, length in row
    ]
