"""Where an act about one client begins."""

from __future__ import annotations

from arcaller.data.journal import Act
from arcaller.data.queries.sheet.calls import CallPartyRow
from arcaller.services.desk import Desk


def start_act(desk: Desk, name: str, party: CallPartyRow) -> Act:
    """The act ``name`` of this desk about one client; the journal names him by number, never by name."""
    return desk.ledger.act(name, actor_id=desk.actor_id, at=desk.now, subject=party.number, clients={party.client_id})
