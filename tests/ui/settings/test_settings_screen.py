"""The settings screen: what is typed is kept by one act, taken back by one, and refused beside its field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from arcaller.services.commands import ChangeSettings
from arcaller.services.settings import KEYS, change_settings
from arcaller.ui.settings.group_form import GroupForm
from arcaller.ui.settings.groups import COMPANY


def _press_enter(qtbot, widget) -> None:
    qtbot.keyClick(widget, Qt.Key.Key_Return)


def test_enter_saves_what_changed_in_the_group_as_one_act(office, screen, qtbot):
    rows = screen.forms["company"].rows
    rows["company_name"].editor.setText("Northwind Supplies GmbH")
    rows["company_address"].editor.setPlainText("Lagerstr. 5\n\n 10115 Berlin ")
    before = office.entries()
    with qtbot.waitSignal(screen.saved):
        _press_enter(qtbot, rows["company_name"].editor)
    assert office.entries() == before + 1
    assert office.stored("company_name") == "Northwind Supplies GmbH"
    assert office.stored("company_address") == ["Lagerstr. 5", "10115 Berlin"]
    assert screen.message.text().startswith("✓ Saved")
    assert rows["company_address"].editor.toPlainText() == "Lagerstr. 5\n10115 Berlin"


def test_saving_without_a_change_writes_nothing_and_says_so(office, screen, qtbot):
    before = office.entries()
    _press_enter(qtbot, screen.forms["company"].rows["company_phone"].editor)
    assert office.entries() == before
    assert screen.message.text() == "Nothing changed, so there is nothing to save."


def test_undo_brings_the_old_value_back_into_the_field(office, screen):
    screen.show_group("calling")
    row = screen.forms["calling"].rows["attempts_a_day"]
    row.editor.setText("4")
    screen.save()
    assert office.stored("attempts_a_day") == 4
    office.runner.undo()
    assert office.stored("attempts_a_day") == 2
    assert row.editor.text() == "2"


def test_what_was_typed_elsewhere_survives_an_undo(office, screen):
    screen.show_group("calling")
    screen.forms["calling"].rows["attempts_a_day"].editor.setText("4")
    screen.save()
    plans = screen.forms["plans"].rows["cure_business_days"]
    plans.editor.setText("9")
    office.runner.undo()
    assert plans.editor.text() == "9"
    assert "Plans •" in [screen.groups.item(at).text() for at in range(screen.groups.count())]


@pytest.mark.parametrize(
    ("group", "key", "typed"),
    [
        ("company", "bank_iban", "DE89 3704 0044 0532 0130 01"),
        ("company", "company_name", " "),
        ("company", "company_time_zone", "Berlin"),
        ("company", "company_country", "Germany"),
        ("company", "company_country", "XX"),
        ("calling", "call_opens", "eight"),
        ("calling", "attempts_a_day", "two"),
        ("calling", "attempts_a_day", "99"),
        ("work_list", "work_full_age_days", "0"),
        ("work_list", "work_least_balance", "25; JPY 3000; JPY 4"),
        ("work_list", "day_ends", "late"),
        ("plans", "cost_of_money_percent", "much"),
        ("plans", "cost_of_money_percent", "120"),
    ],
)
def test_a_value_that_cannot_be_is_refused_beside_its_field(office, screen, group, key, typed):
    screen.show_group(group)
    row = screen.forms[group].rows[key]
    row.editor.setText(typed)
    before = office.entries()
    screen.save()
    assert office.entries() == before
    assert row.error.isVisible()
    assert row.editor.text() == typed
    assert screen.focusWidget() is row.editor
    row.editor.setText(str(KEYS[key].default))
    assert not row.error.isVisible()


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("bank_iban", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("company_country", "at", "AT"),
        ("signatory_name", "  Asha Rao ", "Asha Rao"),
    ],
)
def test_what_is_typed_loosely_is_stored_plainly(office, screen, key, typed, stored):
    screen.forms["company"].rows[key].editor.setText(typed)
    screen.save()
    assert office.stored(key) == stored


def test_hours_and_percentages_are_read_as_people_write_them(office, screen):
    screen.show_group("calling")
    screen.forms["calling"].rows["call_opens"].editor.setText("9:30")
    screen.save()
    screen.show_group("plans")
    screen.forms["plans"].rows["cost_of_money_percent"].editor.setText("7,5 %")
    screen.save()
    assert (office.stored("call_opens"), office.stored("cost_of_money_percent")) == ("09:30", "7.5")


def test_a_default_is_offered_where_another_value_stands(office, screen):
    screen.show_group("calling")
    row = screen.forms["calling"].rows["attempts_a_day"]
    assert not row.reset.isVisible()
    row.editor.setText("5")
    assert row.reset.text() == "Default 2"
    row.reset.click()
    assert row.editor.text() == "2"
    assert not row.reset.isVisible()


def test_limits_of_both_roles_are_saved_and_an_empty_field_is_no_limit(office, screen):
    screen.show_group("authority")
    fields = screen.forms["authority"].fields
    assert fields["authority_caller", "max_total"].text() == "25,000"
    fields["authority_caller", "max_total"].setText("10,000.50")
    fields["authority_caller", "max_months"].setText("")
    fields["authority_supervisor", "least_down_percent"].setText("15")
    before = office.entries()
    screen.save()
    assert office.entries() == before + 1
    caller, supervisor = office.stored("authority_caller"), office.stored("authority_supervisor")
    assert caller == {**KEYS["authority_caller"].default, "max_total": {"": "10000.5"}, "max_months": None}
    assert supervisor["least_down_percent"] == "15"
    assert fields["authority_caller", "max_total"].text() == "10,000.50"


def test_a_limit_that_cannot_be_read_names_its_own_field(office, screen):
    screen.show_group("authority")
    form = screen.forms["authority"]
    form.fields["authority_supervisor", "max_total"].setText("a lot")
    before = office.entries()
    screen.save()
    assert office.entries() == before
    assert form._errors["authority_supervisor", "max_total"].isVisible()
    assert screen.focusWidget() is form.fields["authority_supervisor", "max_total"]


def test_limits_by_currency_are_kept(office, screen):
    limits = {**KEYS["authority_caller"].default, "max_total": {"": "25000", "JPY": "3000000"}}
    change_settings(office.desk(), ChangeSettings({"authority_caller": limits}))
    office.runner.run(change_settings, ChangeSettings({"call_opens": "09:00"}))
    screen.show_group("authority")
    screen.forms["authority"].fields["authority_caller", "max_total"].setText("")
    screen.save()
    assert office.stored("authority_caller")["max_total"] == {"JPY": "3000000"}


def test_a_caller_sees_the_limits_but_does_not_set_them(office, qtbot):
    office.actor_id = office.add_caller()
    screen = office.screen()
    qtbot.addWidget(screen)
    screen.show()
    screen.show_group("authority")
    assert all(field.isReadOnly() for field in screen.forms["authority"].fields.values())
    assert not screen.save_button.isVisible()


def test_the_look_of_this_computer_changes_at_once_and_writes_nothing(office, screen):
    screen.show_group("computer")
    before = office.entries()
    screen.computer.theme.setCurrentIndex(2)
    screen.computer.theme.activated.emit(2)
    screen.computer.text_size.setCurrentIndex(3)
    screen.computer.text_size.activated.emit(3)
    assert office.looks == {"theme": "dark", "density": "normal", "scale": 1.2}
    assert office.entries() == before


def test_every_field_is_named_for_screen_readers_and_reached_by_tab(screen):
    fields = [row.editor for form in ("company", "calling", "plans") for row in screen.forms[form].rows.values()]
    fields += list(screen.forms["authority"].fields.values())
    assert all(field.accessibleName() for field in fields)
    assert all(field.focusPolicy() & Qt.FocusPolicy.TabFocus for field in fields)


def test_a_larger_text_size_reaches_the_words_on_screen(screen, theme):
    before = screen._heading.font().pixelSize()
    theme.set_scale(1.6)
    try:
        assert screen._heading.font().pixelSize() == round(15 * 1.6) > before
    finally:
        theme.set_scale(1.0)
    assert screen._heading.font().pixelSize() == before


def test_cards_stand_in_their_columns_as_soon_as_the_width_is_known(qtbot, theme):
    form = GroupForm(COMPANY)
    qtbot.addWidget(form)
    form.resize(700, 900)
    form.show()
    form.resize(1100, 900)
    assert len({card.x() for card in form._cards}) == 2
    form.resize(700, 900)
    assert len({card.x() for card in form._cards}) == 1
