"""The end-of-day sheet of one caller, as a PDF."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from arcaller.data.queries.office.users import load_user
from arcaller.data.queries.work.day_done import DayDone, DoneLine, load_day_done
from arcaller.documents.paper.sender import PaperSize
from arcaller.domain.calls.outcomes import day_words, outcome_words
from arcaller.services.desk import Desk
from arcaller.services.papers.statements import letterhead_of
from arcaller.services.settings import load_settings

if TYPE_CHECKING:
    from arcaller.documents.end_of_day import DayLine, EndOfDayInputs
    from arcaller.documents.paper.fonts import FontBook

_LONGEST_NOTE = 160


def make_day_sheet(desk: Desk, fonts: FontBook) -> bytes:
    """The sheet of the desk's caller for the business date."""
    from arcaller.documents.end_of_day import make_end_of_day

    return make_end_of_day(day_sheet_inputs(desk), fonts)


def day_sheet_inputs(desk: Desk) -> EndOfDayInputs:
    """What the sheet says of the desk's caller and business date."""
    from arcaller.documents.end_of_day import EndOfDayInputs, PromisedLine

    settings = load_settings(desk.ledger)
    zone = ZoneInfo(settings.text("company_time_zone"))
    done: DayDone = load_day_done(desk.ledger, desk.actor_id, desk.today, zone)
    return EndOfDayInputs(
        letterhead=letterhead_of(settings),
        caller=load_user(desk.ledger, desk.actor_id).name,
        on=desk.today,
        calls=tuple(_line(each, zone, outcome_words(*each.what.split(" "))) for each in done.calls),
        reached=done.reached,
        right_party=done.right_party,
        promises=tuple(PromisedLine(sum_.currency, sum_.count, sum_.amount_minor) for sum_ in done.promises),
        plans=done.plans,
        skips=tuple(_line(each, zone, "") for each in done.skips),
        put_back=tuple(_line(each, zone, "", day_words(date.fromisoformat(each.what))) for each in done.put_back),
        left=done.left,
        left_over=done.left_over,
        head_number=done.head_number,
        head_hash=done.head_hash,
        locale=settings.paper_locale,
        paper=PaperSize(settings.text("paper")),
    )


def _line(each: DoneLine, zone: ZoneInfo, what: str, when: str = "") -> DayLine:
    from arcaller.documents.end_of_day import DayLine

    if each.at is not None:
        when = f"{each.at.astimezone(zone):%H:%M}"
    words = " ".join(each.words.split())
    if len(words) > _LONGEST_NOTE:
        words = words[: _LONGEST_NOTE - 1].rstrip() + "…"
    return DayLine(when, f"{each.number} {each.name}", what, words)
