"""Scripts and answers worded in the settings: checked while typed, tried on a client, saved as the office's own."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from settings_desk import NOW

from arcaller.data.search.text import sort_text
from arcaller.data.tables import Client, Contact, Invoice
from arcaller.services.talking.texts import load_objections, load_scripts


@pytest.fixture
def client(office):
    with office.ledger.act("seed", actor_id=1, at=NOW) as act:
        client_id = act.add(
            Client(
                number="C-1", legal_name="Meyer KG", sort_name=sort_text("Meyer KG"), currency="EUR", country="DE",
                language="en",
            )
        )  # fmt: skip
        act.add(Contact(client_id=client_id, name="Anna Meyer", is_main=True))
        act.add(
            Invoice(
                client_id=client_id, number="R-1", number_search="1", issued_on=date(2026, 9, 1),
                due_on=date(2026, 10, 1), currency="EUR", amount_minor=64_000, open_minor=64_000,
            )
        )  # fmt: skip
    return client_id


@pytest.fixture
def form(client, screen):
    screen.show_group("scripts")
    return screen.scripts


def choose(form, title, unit):
    form.texts.setCurrentText(title)
    form.units.setCurrentRow(next(row for row in range(form.units.count()) if form.units.item(row).text() == unit))


def test_a_wording_is_tried_on_a_real_client_while_it_is_typed(form):
    choose(form, "English · brief script", "Purpose")
    form.editor.setPlainText("It is about {{invoice}}, {{invoice_amount}}.\n/ Just asking.\n· be short")
    assert form.clients.currentText() == "Meyer KG"
    assert form.preview.text == "It is about R-1, 640 euro.\nbe short"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Hello {{captain}}.", "is no field of scripts"),
        ("About {{overdue}}.", "before the right person is verified"),
        ("About your debt.", "speaks of debt"),
        ("Hello {caller.", "belongs to no field"),
        ("", "is empty"),
    ],
)
def test_a_fault_is_said_beside_the_text_and_not_saved(office, form, lines, words):
    choose(form, "English · brief script", "Greet")
    entries = office.entries()
    form.editor.setPlainText(lines)
    assert words in form.error.text()
    form.save_button.click()
    assert office.entries() == entries
    assert form.editor.toPlainText() == lines


def test_a_hard_wording_is_told_its_tone_and_may_be_saved(office, form):
    choose(form, "English · brief script", "Solve")
    form.editor.setPlainText("You owe {{overdue}}.")
    assert form.tone.text().startswith("“You owe”")
    form.save_button.click()
    assert load_scripts(office.ledger)["en-brief"].version == 2


def test_saving_reaches_the_scripts_and_is_taken_back(office, form, qtbot, screen):
    choose(form, "German · formal script", "Close")
    form.editor.setPlainText("Vielen Dank.")
    with qtbot.waitSignal(screen.saved):
        form.save_button.click()
    assert load_scripts(office.ledger)["de-formal"].stages[-1].says[0].wordings == ("Vielen Dank.",)
    assert "the office's own, version 2" in form._state.text()
    office.runner.undo()
    assert load_scripts(office.ledger)["de-formal"].version == 1
    assert form._state.text() == "as shipped"


def test_answers_are_worded_in_the_same_place(form, office):
    choose(form, "English · answers to objections", "No time now")
    form.editor.setPlainText("No time\nI see.\nWhen is better, {{contact}}?\n/ When is better?\nI call then.")
    assert form.preview.text == "I see. When is better, Anna Meyer? I call then."
    form.save_button.click()
    assert office.ledger.row("SELECT kind, name FROM template") == ("objections", "en")


def test_what_was_typed_in_one_text_is_there_when_one_comes_back_to_it(form):
    choose(form, "English · brief script", "Greet")
    form.editor.setPlainText("Hello there.")
    choose(form, "French · brief script", "Close")
    choose(form, "English · brief script", "Greet")
    assert form.editor.toPlainText() == "Hello there."
    assert "not saved yet" in form._state.text()
    form.reset.click()
    assert form.editor.toPlainText().startswith("{{day_greeting}}, this is {{caller}}")


def test_the_menu_of_fields_holds_no_debt_detail_before_identity(form):
    choose(form, "English · brief script", "Greet")
    names = [action.text() for action in form.insert.menu().actions()]
    assert names == ["day greeting", "caller", "company", "contact", "client", "phone"]
    form.editor.clear()
    form.insert.menu().actions()[1].trigger()
    assert form.editor.toPlainText() == "{{caller}}"
    choose(form, "English · brief script", "Purpose")
    assert "overdue" in [action.text() for action in form.insert.menu().actions()]


def test_the_shipped_wording_comes_back_by_one_button(office, form):
    choose(form, "English · brief script", "Close")
    form.editor.setPlainText("Thank you.")
    form.save_button.click()
    form.reset.click()
    assert office.ledger.row("SELECT count(*) FROM template") == (0,)
    assert "Could you say amount" in form.editor.toPlainText()


def test_a_caller_reads_and_cannot_type(office, client, qtbot):
    office.actor_id = office.add_caller()
    screen = office.screen()
    qtbot.addWidget(screen)
    screen.show()
    screen.show_group("scripts")
    assert screen.scripts.editor.isReadOnly()
    assert not screen.scripts.save_button.isVisible()
    assert "A supervisor words these" in screen.scripts._state.text()


ANSWERS = "English · answers to objections"
FROZEN = "Budget is frozen\nI see.\nUntil when?\nLet us look at parts.\n> Offers"


def titles(form):
    return [form.units.item(row).text() for row in range(form.units.count())]


def test_an_objection_of_the_office_s_own_is_added_by_keys_and_taken_back(office, form, qtbot):
    choose(form, ANSWERS, "No time now")
    form.add.setFocus()
    qtbot.keyClick(form.add, Qt.Key.Key_Space)
    assert form.editor.hasFocus()
    qtbot.keyClicks(form.editor, "Budget is frozen")
    assert titles(form)[-1] == "Budget is frozen"
    assert form.preview.text.startswith("I understand. What would help you most now?")
    form.save_button.click()
    assert load_objections(office.ledger)["en"].answers[-1].title == "Budget is frozen"
    office.runner.undo()
    assert len(load_objections(office.ledger)["en"].answers) == 12


def test_an_own_objection_is_refused_where_it_leads_nowhere_and_goes_with_its_lines(office, form):
    choose(form, ANSWERS, "No time now")
    form.add.click()
    form.editor.setPlainText(FROZEN.replace("> Offers", "> The moon"))
    assert "leads nowhere" in form.error.text()
    form.save_button.click()
    assert office.ledger.row("SELECT count(*) FROM template") == (0,)
    form.editor.setPlainText(FROZEN)
    form.save_button.click()
    form.editor.setPlainText("")
    assert "taken away when this wording is saved" in form.preview.text
    form.save_button.click()
    assert len(load_objections(office.ledger)["en"].answers) == 12
    assert "Budget is frozen" not in titles(form)


def test_only_answers_may_grow_and_only_for_a_supervisor(office, form, qtbot):
    choose(form, "English · brief script", "Greet")
    assert not form.add.isVisible()
    choose(form, ANSWERS, "No time now")
    assert form.add.isVisible()
    office.actor_id = office.add_caller()
    form.reload()
    assert not form.add.isVisible()
