"""A morning at a small company: a ledger with one client for every reason to call, and a desk whose clock is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from arcaller.data.database import Ledger, create_ledger
from arcaller.data.tables import Call, Client, Contact, FollowUp, Invoice, PaymentPlan, Promise, Table
from arcaller.services.desk import Desk

NOW = datetime(2026, 11, 23, 13, 32, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def make_ledger(path: Path) -> None:
    create_ledger(
        path, company="Northwind Supplies", currency="EUR", country="DE", user_name="Asha Rao", at=NOW, today=TODAY
    )


@dataclass
class Office:
    """The desk of the caller; ``now`` may be moved on."""

    ledger: Ledger
    now: datetime = NOW
    today: date = TODAY

    def desk(self) -> Desk:
        return Desk(self.ledger, 1, self.now, self.today)

    def write(self, *rows: Table, act: str = "test") -> list[int]:
        with self.ledger.act(act, actor_id=1, at=self.now) as open_act:
            return [open_act.add(row) for row in rows]

    def add_client(
        self,
        name: str,
        overdue_minor: int,
        days: int,
        *,
        currency: str = "EUR",
        country: str = "DE",
        zone: str = "",
        disputed: bool = False,
    ) -> int:
        """A client with one open invoice ``days`` past due."""
        number = str(10_300 + self.ledger.rows("SELECT count(*) FROM client")[0][0])
        row = Client(
            number=number, legal_name=name, sort_name=name.lower(), currency=currency, country=country, time_zone=zone
        )
        (client_id,) = self.write(row)
        due = self.today - timedelta(days=days)
        self.write(
            Contact(client_id=client_id, name="Anna Weber", phone="+49 30 5550 0142", is_main=True),
            Invoice(
                client_id=client_id,
                number=f"INV-{number}",
                number_search=f"inv {number}",
                issued_on=due - timedelta(30),
                due_on=due,
                currency=currency,
                amount_minor=overdue_minor,
                open_minor=overdue_minor,
                is_disputed=disputed,
            ),
        )
        return client_id

    def promise(self, client_id: int, minor: int, due_on: date, state: str = "open") -> None:
        self.write(
            Promise(
                client_id=client_id,
                promised_on=self.today - timedelta(10),
                due_on=due_on,
                currency="EUR",
                amount_minor=minor,
                received_minor=0,
                method="transfer",
                state=state,
                decided_on=None if state == "open" else due_on,
            )
        )

    def call(self, client_id: int, outcome: str = "voicemail", *, ago: timedelta = timedelta(0)) -> None:
        at = self.now - ago
        self.write(
            Call(
                client_id=client_id,
                caller_id=1,
                outcome=outcome,
                was_placed=True,
                was_connected=True,
                left_message=outcome == "voicemail",
                called_at=at,
                recorded_at=at,
            )
        )

    def follow_up(self, client_id: int, due_on: date, due_time: str | None = None, kind: str = "call") -> None:
        self.write(FollowUp(client_id=client_id, due_on=due_on, due_time=due_time, kind=kind))

    def plan(self, client_id: int, state: str = "on_track") -> None:
        self.write(
            PaymentPlan(client_id=client_id, number=f"P-{client_id}", currency="EUR", state=state, current_version=1)
        )


def fill_day(office: Office) -> dict[str, int]:
    """Thirteen clients like those of a real morning; their ids by name."""
    today = office.today
    add = office.add_client
    ids = {
        "Müller <Bau> GmbH": add("Müller <Bau> GmbH", 267_700, 94),
        "Ravi Textiles Pvt Ltd": add("Ravi Textiles Pvt Ltd", 1_894_050, 41, country="IN", disputed=True),
        "Østergård A/S": add("Østergård A/S", 1_240_000, 60, country="DK"),
        "Northwind Dairy": add("Northwind Dairy", 981_520, 70, country="US"),
        "Łódź Metal Sp. z o.o.": add("Łódź Metal Sp. z o.o.", 730_199, 34, country="PL"),
        "Casa Verde SL": add("Casa Verde SL", 612_000, 51, country="ES"),
        "Atlas Freight Ltd": add("Atlas Freight Ltd", 599_000, 22, country="GB"),
        "Hoshi Trading KK": add("Hoshi Trading KK", 812_000, 12, currency="JPY", country="JP"),
        "Green Valley Farms": add("Green Valley Farms", 441_075, 12, country="", zone="America/Denver"),
        "Studio Blanc": add("Studio Blanc", 398_000, 19, country="FR"),
        "Omar & Sons": add("Omar & Sons", 324_510, 9, country="KE"),
        "Kestrel Print": add("Kestrel Print", 290_400, 5, country="GB"),
        "A very long name of a client that will never fit into the row": add(
            "A very long name of a client that will never fit into the row", 123_456_789, 1, country=""
        ),
    }
    office.promise(ids["Müller <Bau> GmbH"], 64_000, today - timedelta(days=3), "broken")
    office.call(ids["Østergård A/S"], "call_back", ago=timedelta(days=2))
    office.follow_up(ids["Østergård A/S"], today, "14:45")
    office.call(ids["Northwind Dairy"], "no_answer", ago=timedelta(days=4))
    office.plan(ids["Casa Verde SL"])
    office.promise(ids["Kestrel Print"], 50_000, today)
    office.promise(ids["Studio Blanc"], 50_000, today - timedelta(days=1))
    office.call(ids["Atlas Freight Ltd"], "voicemail", ago=timedelta(hours=3))
    office.follow_up(ids["Atlas Freight Ltd"], today, "15:00")
    office.follow_up(ids["Green Valley Farms"], today, kind="review_dispute")
    return ids
