"""Renders the frame and every shared widget, light and dark, wide and narrow, as pictures to look at.

python tests/ui/shared/gallery.py FOLDER
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from arcaller.ui.main_window import MainWindow, Screen  # noqa: E402
from arcaller.ui.shared.look.theme import Theme  # noqa: E402
from arcaller.ui.shared.palette.command_palette import Found  # noqa: E402
from arcaller.ui.shared.tables.paged_model import Cells, Column, PagedTableModel  # noqa: E402
from arcaller.ui.shared.tables.table_view import TableView  # noqa: E402
from arcaller.ui.shared.widgets.aging_bar import AgingBar, Bucket  # noqa: E402
from arcaller.ui.shared.widgets.authority_meter import AuthorityMeter, Reading  # noqa: E402
from arcaller.ui.shared.widgets.balance_chart import BalanceChart, BalancePoint  # noqa: E402
from arcaller.ui.shared.widgets.buttons import Button  # noqa: E402
from arcaller.ui.shared.widgets.card import Banner, Card  # noqa: E402
from arcaller.ui.shared.widgets.chip import Chip, KeyCap  # noqa: E402
from arcaller.ui.shared.widgets.messages import EmptyState, FieldError  # noqa: E402
from arcaller.ui.shared.widgets.outcome_bar import OutcomeBar, OutcomeChoice  # noqa: E402
from arcaller.ui.shared.widgets.text import Span, Spans, Text  # noqa: E402
from arcaller.ui.shared.widgets.timeline import Timeline, TimelineEntry, TimelineGroup  # noqa: E402

WORDS = ("No answer", "Voicemail", "Busy", "Promise", "Plan", "Dispute", "Call back", "Wrong no.", "Refuses", "Other")
CHOICES = [OutcomeChoice(digit, word) for digit, word in zip("1234567890", WORDS, strict=True)]
NAMES = (
    "Müller <Bau> GmbH",
    "Ravi Textiles Pvt Ltd",
    "Østergård A/S",
    "Łódź Metal Sp. z o.o.",
    "東京商事",
    "محمد وأولاده",
    "महेश ट्रेडर्स",
)
COLUMNS = (
    Column("name", "Client", 120, stretch=True),
    Column("overdue", "Overdue", 90, numeric=True),
    Column("days", "Days", 52, numeric=True),
)


def cells(ids: list[int]) -> list[Cells]:
    """Made-up rows."""
    return [
        Cells(
            (NAMES[n % len(NAMES)], f"{18940 - n * 37:,}.{n % 100:02}", str(94 - n % 90)),
            f"{NAMES[n % len(NAMES)]}, {94 - n % 90} days",
            ("normal", "normal", "bad" if n % 3 == 0 else "normal"),
            frozenset({0, 1}),
        )
        for n in ids
    ]


def client_table() -> QWidget:
    table = TableView("Clients")
    table.setModel(PagedTableModel(COLUMNS, cells, table))
    table.paged_model.set_ids(range(5000))
    table.choose_row(1)
    return table


def sheet() -> QWidget:
    """A detail with one of everything."""
    page = QWidget()
    page.setObjectName("page")
    layout = QVBoxLayout(page)
    layout.setContentsMargins(16, 12, 16, 8)
    layout.setSpacing(8)
    layout.addLayout(_head())
    layout.addLayout(_ready_strip())
    columns = QHBoxLayout()
    columns.setSpacing(12)
    for card in (_money_card(), _plan_card(), _form_card(), _history_card()):
        columns.addWidget(card, 1)
    layout.addLayout(columns, 1)
    note = QPlainTextEdit()
    note.setAccessibleName("Note")
    note.setPlaceholderText("Note: just type. A digit chooses the outcome while the note is empty.")
    note.setFixedHeight(60)
    layout.addWidget(note)
    bar = OutcomeBar(CHOICES)
    bar.arm("2")
    layout.addWidget(bar)
    next_step = QHBoxLayout()
    next_step.addWidget(
        Spans([Span("Voicemail left. ", strong=True), Span("Calls again Tue 24 Nov 10:00 Berlin.")]), 1
    )
    for key, words in (("Enter", "saves"), ("Ctrl Z", "takes back")):
        next_step.addWidget(KeyCap(key))
        next_step.addWidget(Text(words, tone="muted"))
    layout.addLayout(next_step)
    page.setFocusProxy(note)
    return page


def _head() -> QHBoxLayout:
    head = QHBoxLayout()
    names = QVBoxLayout()
    names.addWidget(Text("Müller <Bau> GmbH", font="title"))
    chips = QHBoxLayout()
    chips.setSpacing(6)
    for chip in (
        Chip("10342 · Class A"),
        Chip("Promise broken 20 Nov", tone="bad"),
        Chip("1 invoice disputed", tone="warn"),
        Chip("On track", tone="good"),
    ):
        chips.addWidget(chip)
    chips.addStretch(1)
    names.addLayout(chips)
    head.addLayout(names, 1)
    head.addWidget(Button("Anna Weber, accounts", icon_name="more"), 0, Qt.AlignmentFlag.AlignBottom)
    head.addWidget(Button("Call +49 30 5550 0142", kind="primary", keys="F8"), 0, Qt.AlignmentFlag.AlignBottom)
    return head


def _ready_strip() -> QHBoxLayout:
    strip = QHBoxLayout()
    strip.setSpacing(12)
    money = Card("Balance and payments", mark="done")
    money.body.addWidget(
        Spans(
            [
                Span("2,677.00 EUR", strong=True),
                Span(" open, "),
                Span("1,477.00 overdue", tone="bad"),
                Span(", oldest 94 days. Last paid 800.00 on 3 Nov; no credits, no unapplied cash."),
            ]
        )
    )
    reason = Card("Reason", mark="done")
    reason.body.addWidget(Text("Promise of 640.00 EUR for 20 Nov was not kept.", wrap=True))
    agenda = Card("Agenda", mark="edit")
    agenda.body.addWidget(Text("1 Ask what happened on Friday\n2 Settle 640.00 this week", wrap=True))
    for card in (reason, money, Card("Agreements and disputes", mark="open"), agenda):
        card.body.addStretch(1)
        strip.addWidget(card, 1)
    return strip


def _money_card() -> Card:
    card = Card("What is owed")
    amounts = ((120000, "1,200.00"), (64000, "640.00"), (30500, "305.00"), (12000, "120.00"), (41200, "412.00"))
    card.body.addWidget(AgingBar([Bucket(minor, text) for minor, text in amounts]))
    card.body.addWidget(client_table(), 1)
    return card


def _plan_card() -> Card:
    card = Card("Plan")
    for reading in (
        Reading("Length", "5 months asked", "yours 6 months", 5 / 6),
        Reading("Down payment", "14.7 % asked", "yours at least 15 %", 0.98, "3.80 short"),
    ):
        card.body.addWidget(AuthorityMeter(reading))
    banner = Banner("One limit is broken: down payment.")
    banner.body.addWidget(Text("Nearest plan inside: 176.00 now, then 5 × 199.20.", wrap=True))
    card.body.addWidget(banner)
    chart = BalanceChart()
    points = [BalancePoint(date(2026, 11, 22), 100000)]
    points += [BalancePoint(date(2026 + (n > 1), (10 + n) % 12 + 1, 1), 100000 - n * 20000) for n in range(1, 6)]
    chart.set_balance(117200, points, total_text="1,172", end_text="1 Apr")
    card.body.addWidget(chart, 1)
    return card


def _form_card() -> Card:
    card, form = Card("Terms"), QFormLayout()
    amount = QLineEdit("12,5")
    amount.setAccessibleName("Down payment")
    wrong = FieldError(amount)
    wrong.show_error("“12,5” is not an amount; write it like 1,234.50.")
    every, count, first = QComboBox(), QSpinBox(), QDateEdit(date(2026, 12, 1))
    every.addItems(["month, on the 1st", "two weeks"])
    count.setValue(5)
    form.addRow("Down payment", amount)
    form.addRow("", wrong)
    form.addRow("Every", every)
    form.addRow("Count", count)
    form.addRow("First", first)
    card.body.addLayout(form)
    ticked, radio, off = QCheckBox("Include disputed"), QRadioButton("In the last one"), QCheckBox("Not now")
    ticked.setChecked(True)
    radio.setChecked(True)
    disabled = Button("Cannot", keys="Esc")
    disabled.setEnabled(False)
    for widget in (ticked, off, radio, Button("Take it"), disabled):
        card.body.addWidget(widget)
    card.body.addWidget(EmptyState("No payments yet.", "Import a bank file.", action="Import…"), 1)
    return card


def _history_card() -> Card:
    card, history = Card(), Timeline()
    broken = TimelineEntry("21 Nov · ledger", (Span("Promise of 640.00 broken", tone="bad"),))
    sent = TimelineEntry("18 Nov · Ana, billing", (Span("Price list sent for 2013"),))
    spoke = TimelineEntry("12 Nov · you · 4 min", (Span("Spoke with Anna: 640.00 by transfer on 20 Nov"),))
    paid = TimelineEntry("3 Nov · bank", (Span("Paid 800.00", tone="good"), Span(" for 1954")))
    history.set_groups(
        [TimelineGroup("Since your last contact, 12 Nov", (broken, sent)), TimelineGroup("Before", (spoke, paid))]
    )
    card.body.addWidget(history)
    return card


def window(theme: Theme) -> MainWindow:
    """The frame with made-up screens."""
    screens = [
        Screen("today", "Today", "today", client_table),
        Screen("clients", "Clients", "clients", client_table),
        Screen("import", "Import", "import", lambda: EmptyState("No file yet.", "Drop one here."), whole=True),
        Screen("settings", "Settings", "settings", lambda: EmptyState("Nothing to set."), whole=True),
    ]
    people = [Found("client", name, print, detail=f"10{n} · 2,677.00 EUR") for n, name in enumerate(NAMES)]
    frame = MainWindow(screens, theme, finders=[lambda typed, limit: people if typed else []])
    frame.show_screen("today")
    frame.rail.set_count("today", 34)
    for part, text in (("file", "northwind-2026.arcaller"), ("backup", "Backup 40 min ago ✓ tested")):
        frame.strip.set_part(part, text)
    frame.strip.set_part("saved", "✓ Saved 14:31:58", tone="good")
    frame.strip.set_part("today", "18 calls · 7 promises today")
    frame.strip.set_part("user", "Asha Rao, caller")
    frame.strip.say("Voicemail left at Ravi Textiles; calls again Tue 24 Nov 10:00.", can_undo=True)
    frame.show_detail(sheet())
    return frame


def main(folder: Path) -> None:
    """Save the pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = Theme(app, ROOT / "resources" / "themes", choice="light")
    frame = window(theme)
    frame.show()
    for choice in ("light", "dark", "high-contrast"):
        theme.choose(choice)
        for width, height in ((1440, 900), (1024, 700)):
            frame.resize(width, height)
            app.processEvents()
            frame.grab().save(str(folder / f"frame-{choice}-{width}.png"))
        frame.palette_box.open_palette("l")
        app.processEvents()
        frame.grab().save(str(folder / f"palette-{choice}.png"))
        frame.palette_box.close_palette()
    frame.show_keys()
    app.processEvents()
    app.activeWindow()
    for widget in app.topLevelWidgets():
        if widget.windowTitle() == "Keys":
            widget.grab().save(str(folder / "keys.png"))
            widget.close()
    frame.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
