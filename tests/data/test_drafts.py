from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from ledger_rows import NOW, voicemail

from arcaller.data.database import Ledger
from arcaller.data.drafts import delete_draft, load_draft, save_draft
from arcaller.data.queries.sheet.drafts import load_older_text
from arcaller.data.sqlite import open_connection
from arcaller.data.tables import AppUser


def test_a_draft_is_kept_replaced_and_forgotten(ledger: Ledger) -> None:
    assert load_draft(ledger, 1, "call-17") is None
    assert save_draft(ledger, 1, "call-17", "Herr Meyer sagt", NOW)
    assert save_draft(ledger, 1, "call-17", "Herr Meyer sagt, Łódź zahlt", NOW + timedelta(seconds=1))
    assert save_draft(ledger, 1, "call-18", "", NOW + timedelta(seconds=2))
    assert load_draft(ledger, 1, "call-17") == "Herr Meyer sagt, Łódź zahlt"
    assert delete_draft(ledger, 1, "call-17")
    assert load_draft(ledger, 1, "call-17") is None
    assert load_draft(ledger, 1, "call-18") == ""


def test_drafts_are_no_part_of_the_journal(ledger: Ledger) -> None:
    save_draft(ledger, 1, "call-17", "x", NOW)
    assert ledger.rows("SELECT count(*) FROM journal") == [(1,)]


def test_an_act_takes_its_draft_along_or_leaves_it(ledger: Ledger, client: int) -> None:
    save_draft(ledger, 1, "call-1", "note", NOW)
    try:
        with ledger.act("log_call", actor_id=1, at=NOW) as act:
            act.delete_draft(1, "call-1")
            raise KeyError
    except KeyError:
        assert load_draft(ledger, 1, "call-1") == "note"
    with ledger.act("log_call", actor_id=1, at=NOW) as act:
        act.add(voicemail(client))
        act.delete_draft(1, "call-1")
    assert load_draft(ledger, 1, "call-1") is None


def test_a_draft_never_waits_for_another_writer(ledger: Ledger) -> None:
    other = open_connection(ledger.path, timeout_ms=0)
    other.execute("BEGIN IMMEDIATE")
    assert not save_draft(ledger, 1, "call-17", "x", NOW)
    other.execute("ROLLBACK")
    other.close()
    assert save_draft(ledger, 1, "call-17", "x", NOW)
    assert ledger.rows("PRAGMA busy_timeout") == [(5_000,)]


def test_a_draft_survives_a_kill(ledger_path: Path) -> None:
    script = """if True:
        import os, signal, sys
        from datetime import UTC, datetime
        from pathlib import Path
        from arcaller.data.database import Ledger
        from arcaller.data.drafts import save_draft
        ledger = Ledger.open(Path(sys.argv[1]))
        save_draft(ledger, 1, "call-17", "half a sent", datetime(2026, 11, 22, tzinfo=UTC))
        os.kill(os.getpid(), signal.SIGKILL)
    """
    assert subprocess.run([sys.executable, "-c", script, str(ledger_path)], check=False).returncode == -9
    with Ledger.open(ledger_path) as ledger:
        assert load_draft(ledger, 1, "call-17") == "half a sent"


def test_a_draft_is_its_writers_and_nobody_elses(ledger: Ledger, client: int) -> None:
    with ledger.act("add_user", actor_id=1, at=NOW) as act:
        other = act.add(AppUser(name="Ben", role="caller"))
    save_draft(ledger, 1, "call:1", '{"note": "she asked for my own number, privately"}', NOW)
    assert load_draft(ledger, other, "call:1") is None
    save_draft(ledger, other, "call:1", '{"note": "his"}', NOW)
    with ledger.act("log_call", actor_id=other, at=NOW) as act:
        act.add(voicemail(client))
        act.delete_draft(other, "call:1")
    assert load_draft(ledger, 1, "call:1") == '{"note": "she asked for my own number, privately"}'
    delete_draft(ledger, 1, "call:1", NOW)
    assert load_older_text(ledger, other, "call:1") is None
    assert load_older_text(ledger, 1, "call:1") is not None


def test_drafts_of_the_first_schema_go_to_the_maker_of_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "old.arcaller"
    shutil.copy(Path(__file__).parent / "old_ledgers" / "schema-1.ledger", path)
    with Ledger.open(path) as ledger:
        assert load_draft(ledger, 1, "call-1") == "half a sent"
