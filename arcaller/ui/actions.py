"""Every act of the window once: name, words, icon, keys, tip. Menus, palette and key sheet are made from this table.

Never bound: Ctrl+Alt+letter, Alt+digit, bare letters, what input methods and window systems take for themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from arcaller.ui.shared.look.icons import icon

MENUS = ("File", "Edit", "Call", "Client", "Plan", "View", "Go", "Help")
"""In the order of the menu bar."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """``keys`` in Qt's portable form ("Ctrl+K"; Qt makes it Cmd on macOS), several parted by "; "."""

    name: str
    text: str
    menu: str
    tip: str
    icon: str = ""
    keys: str = ""


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_ledger", "New ledger…", "File", "Start a ledger for a company", "add", "Ctrl+Shift+N"),
    ActionSpec("open_ledger", "Open ledger…", "File", "Open another ledger file", "folder", "Ctrl+O"),
    ActionSpec("open_sample", "Open the sample company", "File", "Try everything on made-up data, in its own file"),
    ActionSpec("import", "Import a file…", "File", "Read invoices or payments from a file", "import", "Ctrl+I"),
    ActionSpec("statement", "Statement of account…", "File", "Save open items as a PDF", "pdf", "Ctrl+P"),
    ActionSpec("call_sheet_paper", "Print the call sheet…", "File", "Save the call sheet as a PDF to take along"),
    ActionSpec("day_sheet", "End-of-day sheet…", "File", "Save what was done and what is left as a PDF", "pdf"),
    ActionSpec("backup", "Back up now…", "File", "Save a checked copy of the ledger", "export"),
    ActionSpec("verify_ledger", "Check the ledger…", "File", "Check the file, its journal and every balance"),
    ActionSpec("quit", "Quit", "File", "Close the window; everything is saved already", "quit", "Ctrl+Q"),
    ActionSpec("undo", "Undo", "Edit", "Take back the last act", "undo", "Ctrl+Z"),
    ActionSpec("redo", "Redo", "Edit", "Do again what was taken back", "redo", "Ctrl+Shift+Z"),
    ActionSpec("history", "What was done…", "Edit", "The last acts; take one of them back"),
    ActionSpec("find", "Find or do…", "Edit", "Find a client, invoice, phone or command", "search", "Ctrl+K"),
    ActionSpec("search_clients", "Search clients", "Edit", "Search the client list as you type", "search", "Ctrl+F"),
    ActionSpec("start_call", "Start call", "Call", "Dial the number shown", "call", "F8"),
    ActionSpec("inbound_call", "Inbound call…", "Call", "Find who is calling by the number", "", "Ctrl+Shift+I"),
    ActionSpec("return_to_call", "Back to the parked call", "Call", "The call without an outcome", "", "Ctrl+J"),
    ActionSpec("call_details", "Details of the call", "Call", "Who, concern, answer, when, how long, next step", "",
               "Ctrl+Shift+D"),
    ActionSpec("older_text", "Bring back the emptied note", "Call", "The note of this sheet that was emptied last"),
    ActionSpec("copy_number", "Copy number", "Call", "Copy the number shown", "copy", "Ctrl+Shift+C"),
    ActionSpec("tick_prepared", "Tick all preparations", "Call", "Say that you looked at it", "", "Ctrl+G"),
    ActionSpec("why_call", "Why may I (not) call?", "Call", "The rules that speak now, with source and next time",
               "question", "Ctrl+Shift+R"),
    ActionSpec("verify_identity", "Right person on the line", "Call", "Tick greeting and identity check", "", "F7"),
    ActionSpec("objections", "What the client says…", "Call", "Answers to objections, each with its next step", "",
               "Ctrl+E"),
    ActionSpec("offers", "Offers…", "Call", "From all today to the longest plan inside your limits", "",
               "Ctrl+Shift+O"),
    ActionSpec("pay_ways", "Ways to pay…", "Call", "Bank, reference, QR code for what is ticked", "", "Ctrl+Shift+Y"),
    ActionSpec("choose_script", "Another script…", "Call", "Language and style of the talk", "", "Ctrl+Shift+J"),
    ActionSpec("next_client", "Next client", "Call", "Open the next row of the list", "", "Ctrl+Down"),
    ActionSpec("previous_client", "Previous client", "Call", "Open the row before", "", "Ctrl+Up"),
    ActionSpec("timeline", "Timeline", "Call", "Search and filter what happened; again or Esc: back", "",
               "Ctrl+Shift+T"),
    ActionSpec("payment_pattern", "How the client pays", "Call", "Days late, trend, kept promises, expected days"),
    ActionSpec("add_note", "Add a note on the client…", "Call", "A note without a call", "edit"),
    ActionSpec("next_step", "Give a next step…", "Call", "Plan what comes next, without a call", "", "Ctrl+Shift+S"),
    ActionSpec("step_done", "Step done", "Call", "The step due is done without a call, such as a copy sent", "",
               "Ctrl+Shift+F"),
    ActionSpec("skip_today", "Not today…", "Call", "Pass a client over until tomorrow, with a reason", "", "F9"),
    ActionSpec("another_day", "Another day…", "Call", "Put a client back to a day, with a reason", "", "Shift+F9"),
    ActionSpec("why_here", "Why this rank", "Call", "Points of the rank, and what would change it", "", "F3"),
    ActionSpec("to_note", "To the note", "Call", "Put the cursor into the note", "edit", "Ctrl+Shift+E"),
    ActionSpec("to_outcomes", "To the outcomes", "Call", "Choose how the call ended; Ctrl+Enter from the note"),
    ActionSpec("confirm_promises", "Confirm the promise…", "Call", "The letter to the client: copy, save", "pdf"),
    ActionSpec("client_card", "Client card…", "Client", "Names, address, terms, owner, notes", "edit", "F2"),
    ActionSpec("client_contacts", "People of the client…", "Client", "Contacts and their numbers", "clients"),
    ActionSpec("client_wishes", "Hours, consent and stops…", "Client", "When and how he may be reached", "clock"),
    ActionSpec("client_steps", "Next step and pause…", "Client", "Plan what comes next, or do not chase", "today"),
    ActionSpec("pause_invoice", "Do not chase the invoice…", "Client", "Pause the row chosen, or take it up", "",
        "Ctrl+Shift+H"),
    ActionSpec("show_group", "Invoices of the group", "Client", "Linked clients on the sheet, and back", "list",
        "Ctrl+Shift+K"),
    ActionSpec("client_group", "Group of the client…", "Client", "Linked clients, what they owe in all", "list"),
    ActionSpec("edit_clients", "Change the chosen clients…", "Client", "Owner, segment, tags of many at once", "edit",
        "Ctrl+Shift+B"),
    ActionSpec("new_client", "New client…", "Client", "Write down a client by hand", "add"),
    ActionSpec("new_plan", "Payment plan…", "Plan", "Build a plan over the ticked invoices", "plans", "Ctrl+Shift+P"),
    ActionSpec("plan_dates", "Invoices by plan dates", "Plan", "What is open by installments, and back", "list"),
    ActionSpec("switch_theme", "Light or dark", "View", "Switch between light and dark", "theme", "Ctrl+Shift+L"),
    ActionSpec("follow_system", "Follow the system's theme", "View", "Light or dark as the system is", "theme"),
    ActionSpec("high_contrast", "High contrast", "View", "Black ground, white text, strong lines", "theme"),
    ActionSpec("switch_density", "Compact rows", "View", "More rows on the screen, or roomier ones", "density"),
    ActionSpec("larger", "Larger text", "View", "Text one step larger, up to 200 %", "", "Ctrl++; Ctrl+="),
    ActionSpec("smaller", "Smaller text", "View", "Text one step smaller, down to 90 %", "", "Ctrl+-"),
    ActionSpec("work_views", "Views of the work list", "Go", "Broken promises, call-backs, left over …", "", "F4"),
    ActionSpec("whose_list", "Whose work list", "Go", "Your clients, everybody's, another caller's", "", "Shift+F4"),
    ActionSpec("spread_backlog", "Spread the backlog…", "Go", "Share today's list out over coming business days"),
    ActionSpec("orphans_back", "Put clients without a step back to work", "Go", "Give each a call for today"),
    ActionSpec("next_pane", "Next pane", "View", "Go around rail, list and sheet", "columns", "F6"),
    ActionSpec("previous_pane", "Previous pane", "View", "Go around the other way", "", "Shift+F6"),
    ActionSpec("keys", "Keys…", "Help", "All keys on one page", "keys", "Ctrl+/"),
    ActionSpec("help", "Help", "Help", "What this screen does, offline", "question", "F1"),
)  # fmt: skip


class Actions(QObject):
    """The acts that work in this window: a `QAction` for each that was bound, none for the rest."""

    def __init__(self, owner: QWidget, specs: Iterable[ActionSpec] = ACTIONS) -> None:
        super().__init__(owner)
        self._owner = owner
        self._specs = {spec.name: spec for spec in specs}
        self._actions: dict[str, QAction] = {}

    def add_spec(self, spec: ActionSpec) -> None:
        """One more act, known only when the window is built (a place of the rail)."""
        if spec.name in self._specs:
            raise ValueError(f"two acts are called {spec.name!r}")
        self._specs[spec.name] = spec

    def bind(self, name: str, act: Callable[[], object]) -> QAction:
        """Let ``act`` run when ``name`` is asked for, by menu, key or palette."""
        spec = self._specs[name]
        action = QAction(spec.text, self)
        action.setObjectName(name)
        keys = [QKeySequence(part) for part in spec.keys.split("; ") if part]
        action.setShortcuts(keys)
        shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        action.setToolTip(f"{spec.tip} ({shown})" if shown else spec.tip)
        action.setStatusTip(spec.tip)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        if name == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        action.triggered.connect(lambda _checked=False: act())
        self._actions[name] = action
        self._owner.addAction(action)
        return action

    def get(self, name: str) -> QAction | None:
        """The action called ``name`` if it was bound."""
        return self._actions.get(name)

    def spec(self, name: str) -> ActionSpec:
        """The row of the table called ``name``."""
        return self._specs[name]

    def bound(self) -> list[tuple[ActionSpec, QAction]]:
        """What works, in the order of the table."""
        return [(spec, self._actions[name]) for name, spec in self._specs.items() if name in self._actions]

    def fill_menus(self, bar: QMenuBar) -> None:
        """Build the menus anew from what is bound; a menu without an act does not appear."""
        for old in bar.actions():
            if isinstance(menu := old.menu(), QMenu):
                menu.setParent(None)
                menu.deleteLater()
        bar.clear()
        for title in MENUS:
            entries = [action for spec, action in self.bound() if spec.menu == title]
            if entries:
                bar.addMenu(title).addActions(entries)
