"""What every letter to a client has in common: its frame, whom it is to, and how to pay in one line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from arcaller.documents.paper.formats import NBSP
from arcaller.documents.paper.layout import H1, LABEL, Block, Frame, Paper, Paragraph
from arcaller.documents.paper.payment_qr import iban_text
from arcaller.documents.paper.sender import Letterhead, PaperSize, PaymentWays
from arcaller.documents.paper.typesetting import QUIET, Style
from arcaller.domain.errors import DomainError

NAME = Style(size=10.5, leading=14, bold=True)
"""The client's name."""
ADDRESS = Style(size=9.2, leading=12.6)
"""The lines below the name, and other small print."""
_ABOUT = Style(size=9.2, leading=13, color=QUIET, after=6)


class Letter(Protocol):
    """The inputs of a letter, as far as its frame goes; ``words`` has ``title``, ``client_number`` and ``page``."""

    @property
    def letterhead(self) -> Letterhead: ...
    @property
    def client_number(self) -> str: ...
    @property
    def client_name(self) -> str: ...
    @property
    def client_address(self) -> tuple[str, ...]: ...
    @property
    def words(self) -> Mapping[str, str]: ...
    @property
    def language(self) -> str: ...
    @property
    def paper(self) -> PaperSize: ...


def load_words(path: Path, whose: str) -> dict[str, str]:
    """The words of a letter from a file of ``resources/``; a file that cannot be read is refused as ``whose``."""
    try:
        return dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DomainError(f"The words of {whose} in {path.name} cannot be read: {error}.", "words") from error


def letter_frame(letter: Letter, made_on: date, *, title: str, running_title: str, foot: str) -> Frame:
    """The letterhead on each page; ``title`` is the file's own, ``running_title`` stands before the client's name."""
    head, page = letter.letterhead, letter.words["page"]
    return Frame(
        title=title,
        author=head.company,
        language=letter.language.replace("_", "-"),
        made_on=made_on,
        size=letter.paper.value,
        company=head.company,
        address=head.address,
        contact=head.contact,
        logo=head.logo,
        running_head=f"{running_title} · {letter.client_name}",
        foot=foot,
        page_words=lambda at, count: page.format(page=at, count=count),
    )


def letter_opening(paper: Paper, letter: Letter, about: str, label: str, *, gap: float = 6) -> list[Block]:
    """Title, what it is about (``gap`` points below it), and whom it is to under a ``label``."""
    fonts, measure = paper.fonts, paper.measure
    return [
        Paragraph.of(fonts, letter.words["title"], H1, measure),
        Paragraph.of(fonts, about, replace(_ABOUT, after=gap), measure),
        Paragraph.of(fonts, label, LABEL, measure),
        Paragraph.of(fonts, letter.client_name, NAME, measure),
        *[Paragraph.of(fonts, line, ADDRESS, measure) for line in letter.client_address],
    ]


def client_label(letter: Letter) -> str:
    """``Client · Client number 10-4711``, kept on one line at the number."""
    words = letter.words
    return f"{words['client']} · {words['client_number']}{NBSP}{letter.client_number}"


def how_to_pay(paper: Paper, ways: PaymentWays, words: Mapping[str, str], head: Style) -> list[Block]:
    """Every way the office has told, in one paragraph under a ``head``."""
    bank = ways.bank
    facts = [("reference", ways.reference)]
    if bank is not None:
        iban = iban_text(bank.iban).replace(" ", NBSP)
        facts += [("account_name", bank.account_name), ("iban", iban), ("account", bank.number), ("bic", bank.bic),
                  ("bank", bank.bank)]  # fmt: skip
    facts += [("upi", ways.upi_id), ("pay_link", ways.pay_link)]
    text = " · ".join(f"{words[label]}{NBSP}{value}" for label, value in facts if value)
    return [
        Paragraph.of(paper.fonts, words["how_to_pay"], head, paper.measure),
        Paragraph.of(paper.fonts, "; ".join((text, *ways.other)), ADDRESS, paper.measure),
    ]
