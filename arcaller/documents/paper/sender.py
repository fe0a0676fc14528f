"""Who writes a paper, and how he is paid: what every paper of the office has in common."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PaperSize(StrEnum):
    """The sheet a paper is laid out for, by the name the settings keep."""

    A4 = "A4"
    LETTER = "Letter"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The issuing company at the top of each paper; ``logo`` holds the bytes of a PNG or JPEG, never a path."""

    company: str
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where a transfer goes; ``number`` holds what the country writes when it has no IBAN (sort code, routing)."""

    account_name: str
    iban: str = ""
    bic: str = ""
    number: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class PaymentWays:
    """How the client can pay; ``reference`` is what each payment carries, ``payee`` who is paid without a bank."""

    reference: str
    bank: BankAccount | None = None
    upi_id: str = ""
    pay_link: str = ""
    other: tuple[str, ...] = ()
    payee: str = ""
