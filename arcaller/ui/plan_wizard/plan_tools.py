"""What the wizard and the review work with, handed in once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from arcaller.data.queries.plans.plans import PlanDetailRow
from arcaller.data.queries.sheet.call_sheet import InvoiceRow
from arcaller.domain.authority import Authority
from arcaller.domain.calendars import WEEKENDS_ONLY, BusinessCalendar
from arcaller.services.changes import Changes
from arcaller.services.commands import AgreePlan, ProposePlan, ReschedulePlan
from arcaller.services.desk import Desk
from arcaller.services.plans.rescheduling import RescheduleBasis
from arcaller.services.plans.warnings import PlanWatch


@dataclass(frozen=True, slots=True)
class PlanBasis:
    """What a plan for one client is built on.

    ``invoices`` are the open ones, oldest first; ``authority`` gives the caller's limits for a currency;
    ``cost_rate`` what money costs the company, in per cent a year; ``approver`` who decides beyond the limits
    ("" where nobody is named); ``watch`` knows what to warn of before anybody signs.
    """

    client_id: int
    client_name: str
    invoices: tuple[InvoiceRow, ...]
    authority: Callable[[str], Authority]
    calendar: BusinessCalendar = WEEKENDS_ONLY
    cost_rate: Decimal = Decimal(0)
    approver: str = ""
    watch: PlanWatch = field(default_factory=PlanWatch)


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement ready to be looked at.

    ``notice`` is what the preview says about its texts ("" where a lawyer has read them), ``missing`` the characters
    no font can print, ``file_name`` what it is called when it is saved.
    """

    pdf: bytes
    file_name: str
    notice: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class IssuePaper:
    """The agreement of a stored plan leaves the house: saved as ``path``, or printed (``None``)."""

    plan_id: int
    path: Path | None = None
    replace_existing: bool = False


@dataclass(frozen=True, slots=True)
class ReviewTools:
    """``paper`` makes a stored plan's agreement; ``issue`` files it as issued and writes it; ``agree`` records the
    signatures. ``write_copy`` (target, bytes, whether to replace) saves a paper that is no agreement yet. ``warn``
    says what to look at before a stored plan is signed, with days as the last argument words them. ``old_paper`` is
    the agreement of an older version, as it was issued."""

    load_plan: Callable[[int], PlanDetailRow]
    make_desk: Callable[[], Desk]
    paper: Callable[[Desk, int], Paper]
    old_paper: Callable[[Desk, int, int], Paper]
    issue: Callable[[Desk, IssuePaper], Changes]
    agree: Callable[[Desk, AgreePlan], Changes]
    write_copy: Callable[[Path, bytes, bool], None]
    warn: Callable[[Desk, PlanDetailRow, Callable[[date], str]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PlanTools:
    """``preview`` makes the agreement of a plan that is not stored yet; drafts are read and saved (false: try again)
    under a key. ``load_rest`` says over what a running plan can be rescheduled; ``reschedule`` and ``preview_again``
    are its act and its paper."""

    load_basis: Callable[[int], PlanBasis]
    make_desk: Callable[[], Desk]
    propose: Callable[[Desk, ProposePlan], Changes]
    preview: Callable[[Desk, ProposePlan], Paper]
    read_draft: Callable[[str], str]
    save_draft: Callable[[str, str], bool]
    review: ReviewTools
    load_rest: Callable[[int], RescheduleBasis]
    reschedule: Callable[[Desk, ReschedulePlan], Changes]
    preview_again: Callable[[Desk, ReschedulePlan], Paper]
