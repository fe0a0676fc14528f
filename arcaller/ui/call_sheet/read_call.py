"""The whole sheet read once into the command that logs its call."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from arcaller.services.commands import LogCall
from arcaller.ui.call_sheet.sheet_tools import draft_key

if TYPE_CHECKING:
    from arcaller.data.queries.sheet.call_sheet import CallSheetRow
    from arcaller.ui.call_sheet.head.sheet_head import SheetHead
    from arcaller.ui.call_sheet.outcome.reading import Reading, RunningCall
    from arcaller.ui.call_sheet.prepare.ready_strip import ReadyStrip
    from arcaller.ui.call_sheet.talk.conversation_panel import ConversationPanel


def read_call(
    sheet: CallSheetRow,
    reading: Reading,
    head: SheetHead,
    ready: ReadyStrip,
    talk: ConversationPanel,
    running: RunningCall | None,
    now: datetime,
) -> LogCall:
    """``reading`` is the outcome with its fields, ``running`` the call that was started or came in."""
    contact, facts = head.contact(), reading.facts
    return LogCall(
        client_id=sheet.client_id,
        outcome=reading.outcome,
        contact_id=contact.contact_id if contact is not None else None,
        phone=(running.phone if running is not None else "") or (contact.phone if contact is not None else ""),
        spoken_to=reading.spoken_to,
        note=reading.note,
        agenda=ready.agenda(),
        letter=reading.letter,
        called_at=facts.called_at,
        length_seconds=facts.length_seconds,
        ready=ready.ready(),
        reason=ready.reason(),
        promise=reading.promise,
        call_back=reading.call_back,
        dispute=reading.dispute,
        draft_key=draft_key(sheet.client_id),
        direction=running.direction if running is not None else "out",
        started_at=running.started_at if running is not None else None,
        ended_at=now if running is not None else None,
        concern=facts.concern,
        answer=facts.answer,
        paid=reading.paid,
        next_step=facts.next_step,
        override_reason=head.override_reason,
        script=talk.script_name,
        was_identified=talk.is_identity_verified,
    )
