"""The page of rules over a real ledger: read, mark as read, change, set back, trainings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from arcaller.data.tables import AppUser
from arcaller.services.desk import Desk
from arcaller.services.ledgers import make_ledger, open_ledger
from arcaller.services.settings import load_settings
from arcaller.services.undo import redo, undo_last
from arcaller.ui.rules.rules_screen import RulesScreen
from arcaller.ui.shared.command_runner import CommandRunner
from arcaller.ui.shared.words.formats import Formats

NOW, TODAY = datetime(2026, 11, 23, 9, tzinfo=UTC), date(2026, 11, 23)


@pytest.fixture
def ledger(tmp_path: Path):
    path = tmp_path / "office.arcaller"
    make_ledger(path, company="Northwind", currency="EUR", user_name="Asha Rao", at=NOW, today=TODAY, country="DE")
    opened = open_ledger(path, today=TODAY, since=NOW)
    with opened.act("user", actor_id=1, at=NOW) as act:
        act.add(AppUser(name="Sven", role="caller"))
    yield opened
    opened.close()


def make_screen(ledger, qtbot, actor: int = 1) -> RulesScreen:
    def make_desk() -> Desk:
        return Desk(ledger, actor, NOW, TODAY)

    runner = CommandRunner(make_desk, undo=undo_last, redo=redo)
    screen = RulesScreen(make_desk, runner, Formats("en_GB"), company_zone="Europe/Berlin")
    screen.kept_runner = runner
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    qtbot.waitExposed(screen)
    return screen


@pytest.fixture
def screen(ledger, qtbot, theme):
    return make_screen(ledger, qtbot)


def test_what_binds_us_comes_first_with_words_effect_and_source(screen):
    assert screen.group == "ours"
    assert screen.table.item(0, 0).text().startswith("Who asked not to be contacted")
    assert "Source: Good conduct everywhere" in screen.words.text
    assert "not verified by anybody" in screen.words.text
    screen.show_group("us-reg-f")
    assert [screen.table.item(row, 2).text() for row in range(3)] == ["no"] * 3
    assert "only where the client's record names it" in screen.words.text


def test_a_rule_is_marked_as_read_and_leaves_what_is_unread(screen):
    screen.show_group("new")
    before = screen.table.rowCount()
    QTest.mouseClick(screen.read_button, Qt.MouseButton.LeftButton)
    assert screen.table.rowCount() == before - 1
    screen.read_all.click()
    assert screen.table.rowCount() == 0
    assert "nothing in this group" in screen.words.text
    screen.show_group("house")
    assert screen.table.item(0, 3).text() == "Mon 23 Nov 2026"
    assert "Read by: Asha Rao Mon 23 Nov 2026" in screen.words.text


def test_a_supervisor_changes_a_rule_by_keys_and_sets_it_back(ledger, screen):
    screen.show_group("house")
    screen.choose_rule("HOUSE-WEEK")
    field = screen.editor.fields["max"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert screen.editor.fields["max"].hasFocus()
    assert "at most 4 attempts in 7 days" in screen.words.text
    assert "Changed here on Mon 23 Nov 2026 – At most: 6 → 4" in screen.words.text
    screen.editor.fields["exempt"].setText("")
    screen.editor.effect.setCurrentText("warn")
    screen.editor.active.setChecked(False)
    screen.editor.commit()
    assert "– Holds: yes → no; Effect: block → warn; Lifted by: call_back, promise → nothing" in screen.words.text
    assert screen.chosen.rule.code == "HOUSE-WEEK"
    screen.editor.reset.setFocus()
    screen.editor.reset.click()
    assert screen.editor.plain.hasFocus()
    assert "at most 6 attempts in 7 days" in screen.words.text
    assert ledger.rows("SELECT count(*) FROM contact_rule") == [(0,)]


def test_a_bad_value_is_refused_beside_its_field_and_stays_there(ledger, screen, qtbot):
    screen.show_group("house")
    screen.choose_rule("HOUSE-WEEK")
    screen.editor.fields["max"].setText("many")
    screen.editor.commit()
    error = screen.editor._errors["max"]
    assert error.text().startswith("✗ “At most” takes a whole number")
    qtbot.waitUntil(lambda: error.geometry().top() >= screen.editor.fields["max"].geometry().bottom())
    assert screen.editor.fields["max"].text() == "many"
    assert screen.editor.fields["max"].hasFocus()
    screen.editor.fields["max"].setText("5")
    screen.editor.verified.setText("soon")
    screen.editor.commit()
    assert "takes a day" in screen.editor._errors["last_verified"].text()
    assert ledger.rows("SELECT count(*) FROM contact_rule") == [(0,)]


def test_the_hours_of_the_house_are_changed_here_too_and_told(ledger, screen, qtbot):
    screen.show_group("house")
    screen.choose_rule("HOUSE-HOURS")
    screen.editor.fields["from"].setText("09:00")
    with qtbot.waitSignal(screen.hours_changed):
        screen.editor.commit()
    assert load_settings(ledger).text("call_opens") == "09:00"


def test_a_caller_reads_and_does_not_change(ledger, qtbot, theme):
    screen = make_screen(ledger, qtbot, actor=2)
    screen.show_group("house")
    assert not screen.editor.isVisible()
    assert screen.read_button.isEnabled()


def test_a_training_is_written_down_refused_in_words_and_removed(ledger, screen):
    screen.show_group("trainings")
    panel = screen.trainings
    assert not panel.table.isVisible()
    panel.add.click()
    assert "what the training was about" in panel.error.text()
    panel.title.setText("Telephone law")
    panel.day.setText("yesterday")
    panel.add.click()
    assert "is no day" in panel.error.text()
    panel.day.setText("2026-11-20")
    QTest.keyClick(panel.title, Qt.Key.Key_Return)
    assert panel.table.item(0, 2).text() == "Telephone law"
    assert panel.title.text() == ""
    panel.remove.click()
    assert "Choose a training" in panel.error.text()
    panel.table.setCurrentCell(0, 0)
    panel.remove.click()
    assert not panel.table.isVisible()


def test_every_rule_can_be_chosen_and_saved_as_it_is_without_a_change(ledger, screen):
    for group in ("stops", "house", "us", "us-reg-f", "gb", "ie", "gr", "eu", "in", "ca", "au"):
        screen.show_group(group)
        for entry in screen._shown:
            screen.choose_rule(entry.rule.code)
            screen.editor.commit()
            assert not screen.message.isVisible()
    assert ledger.rows("SELECT count(*) FROM contact_rule") == [(0,)]


def test_a_rule_names_who_has_not_read_it_as_it_stands(screen):
    assert "Not read as it stands: Asha Rao, Sven" in screen.words.text
    screen.read_button.click()
    assert screen.words.text.endswith("Not read as it stands: Sven")


def test_a_second_key_after_reading_one_rule_does_not_say_that_all_were_read(ledger, screen):
    screen.show_group("house")
    screen.read_button.setFocus()
    for _ in range(2):
        QTest.keyClick(screen.focusWidget(), Qt.Key.Key_Space)
    assert ledger.rows("SELECT count(*) FROM rule_reading") == [(1,)]
