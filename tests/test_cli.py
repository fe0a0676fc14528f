"""The verbs: what they answer, in which form, and how they end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from arcaller.cli import main
from arcaller.data.database import Ledger

LEDGERS = (
    Path(os.environ.get("ARCALLER_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")) / "ledgers"
)
ITEMS = """Client number,Client name,Invoice number,Invoice date,Due date,Amount,Settled date,Disputed
C1,Meyer KG,A-1,2025-10-01,2025-10-31,400.00,,No
C1,Meyer KG,A-2,2025-12-20,2026-01-19,600.00,,No
C1,Meyer KG,A-3,2026-01-20,2026-02-19,50.00,,No
C2,=Evil() Ltd,B-1,2025-12-01,2025-12-31,75.50,2026-01-10,No
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "test.arcaller"


@pytest.fixture
def verb(ledger: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a verb on the ledger on 31 January 2026; gives its JSON (or lines with ``json=False``)."""

    def run(*words: str, as_json: bool = True, status: int = 0) -> Any:
        more = ["--ledger", str(ledger), "--today", "2026-01-31", *(["--json"] if as_json else [])]
        assert main([*words, *more]) == status, capsys.readouterr().err
        out = capsys.readouterr().out
        return json.loads(out) if as_json else out

    return run


@pytest.fixture
def filled(verb: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    verb("new", "--company", "Nordwind", "--currency", "EUR", "--country", "DE", "--as", "Asha")
    (tmp_path / "items.csv").write_text(ITEMS, encoding="utf-8")
    verb("import", str(tmp_path / "items.csv"))
    return verb


def test_import_answers_with_counts_totals_and_its_batch(verb, tmp_path):
    verb("new", "--company", "Nordwind", "--currency", "EUR")
    (tmp_path / "items.csv").write_text(ITEMS, encoding="utf-8")
    dry = verb("import", str(tmp_path / "items.csv"), "--dry-run")
    assert (dry["new"], dry["batch"]) == (4, None)
    answer = verb("import", str(tmp_path / "items.csv"))
    wanted = {"rows": 4, "new": 4, "same": 0, "changed": 0, "gone": 0, "warnings": 0, "errors": []}
    assert {name: answer[name] for name in wanted} == wanted
    assert answer["totals"] == {"EUR": "1125.50"}
    assert isinstance(answer["batch"], int)
    again = verb("import", str(tmp_path / "items.csv"))
    assert (again["new"], again["same"], again["batch"]) == (0, 4, None)


def test_aging_has_every_bucket_with_decimal_strings(filled):
    assert filled("aging") == {
        "as_of": "2026-01-31",
        "currencies": {
            "EUR": {
                "items": 3, "total": "1050.00", "credits": "0.00", "unapplied": "0.00", "net": "1050.00",
                "buckets": {
                    "not_due": {"items": 1, "amount": "50.00"}, "1-30": {"items": 1, "amount": "600.00"},
                    "31-60": {"items": 0, "amount": "0.00"}, "61-90": {"items": 0, "amount": "0.00"},
                    "over_90": {"items": 1, "amount": "400.00"},
                },
            }
        },
    }  # fmt: skip
    assert filled("aging", "--as-of", "2026-01-05")["currencies"]["EUR"]["items"] == 3
    assert "over 90" in filled("aging", as_json=False)


def test_worklist_ranks_with_reasons(filled):
    answer = filled("worklist", "--as-of", "2026-01-31T09:00", "--top", "5")
    assert answer["as_of"] == "2026-01-31"
    (row,) = answer["rows"]
    assert {name: row[name] for name in ("rank", "client", "name", "overdue", "currency")} == {
        "rank": 1, "client": "C1", "name": "Meyer KG", "overdue": "1000.00", "currency": "EUR",
    }  # fmt: skip
    assert row["why"] == "1000.00 overdue, oldest 92 days"
    assert type(row["score"]) is int
    assert "Meyer KG" in filled("worklist", as_json=False)


def test_metrics_carry_their_inputs(filled):
    answer = filled("metrics", "--from", "2026-01-01", "--to", "2026-01-31")["currencies"]["EUR"]
    assert answer["dso"]["value"] == "651.0000"
    assert answer["dso"]["inputs"]["ar_end"] == "1050.00"
    assert {"cei", "dso_countback", "best_possible_dso", "average_days_delinquent"} <= answer.keys()
    assert "dso" in filled("metrics", "--from", "2026-01-01", "--to", "2026-01-31", as_json=False)


def test_plan_without_a_client_needs_no_ledger(verb):
    answer = verb("plan", "--amount", "1000", "--currency", "EUR", "--count", "3", "--first", "2026-02-28",
                  "--every", "month-end", "--down", "10%")  # fmt: skip
    assert answer["total"] == "1000.00"
    assert answer["down_payment"] == "100.00"
    assert answer["within_authority"] is True
    assert answer["installments"][0] == {
        "number": 1, "due_date": "2026-02-28", "amount": "300.00", "principal": "300.00", "interest": "0.00",
        "balance": "600.00",
    }  # fmt: skip
    assert [row["due_date"] for row in answer["installments"]] == ["2026-02-28", "2026-03-31", "2026-04-30"]


def test_plan_beyond_the_limits_is_computed_and_says_so(verb):
    answer = verb("plan", "--amount", "9000000", "--currency", "EUR", "--count", "240", "--first", "2026-03-01",
                  "--every", "monthly")  # fmt: skip
    assert answer["within_authority"] is False
    assert answer["limits_broken"]


def test_plan_of_a_client_is_proposed_with_its_paper(filled, tmp_path):
    paper = tmp_path / "agreement.pdf"
    words = ("plan", "--client", "C1", "--count", "4", "--first", "2026-02-16", "--every", "monthly")
    asked = filled(*words)
    assert asked["invoices"] == ["A-1", "A-2"]
    (warning,) = asked["warnings"]  # a ledger made of one file knows neither letterhead nor bank account
    assert warning.startswith("The agreement would lack the company's address, where to pay to and ")
    answer = filled(*words, "--propose", "--agreement", str(paper))
    assert (answer["total"], len(answer["installments"])) == ("1000.00", 4)
    assert paper.read_bytes().startswith(b"%PDF")
    assert filled("verify")["ok"] is True


def test_statement_is_a_new_pdf(filled, tmp_path):
    filled("statement", "--client", "C1", "--out", str(tmp_path / "s.pdf"))
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
    filled("statement", "--client", "C1", "--out", str(tmp_path / "s.pdf"), as_json=False, status=1)


def test_backup_brings_the_ledger_back(filled, ledger, tmp_path):
    before = filled("aging")
    filled("backup", str(tmp_path / "copy.arcaller"))
    (tmp_path / "more.csv").write_text(ITEMS.replace("A-1", "A-9"), encoding="utf-8")
    filled("import", str(tmp_path / "more.csv"))
    assert filled("aging") != before
    answer = filled("restore", str(tmp_path / "copy.arcaller"))
    assert Path(answer["before"]).exists()
    assert filled("aging") == before
    assert filled("verify") == {**filled("verify"), "ok": True, "problems": []}


def test_export_cannot_become_a_formula_and_comes_in_again(filled, tmp_path):
    assert filled("export", "clients", str(tmp_path / "c.csv"))["rows"] == 2
    assert "'=Evil() Ltd" in (tmp_path / "c.csv").read_text(encoding="utf-8-sig")
    assert filled("export", "open-items", str(tmp_path / "o.csv"))["rows"] == 3
    again = filled("import", str(tmp_path / "o.csv"))
    assert (again["same"], again["new"], again["changed"]) == (3, 0, 0)


def test_reading_works_beside_an_open_window_and_writing_is_refused(filled, ledger, tmp_path, capsys):
    with Ledger.open(ledger):
        assert filled("aging")["currencies"]["EUR"]["items"] == 3
        assert filled("worklist")["rows"]
        filled("import", str(tmp_path / "items.csv"), as_json=False, status=1)
    with Ledger.open(ledger):
        assert main(["import", str(tmp_path / "items.csv"), "--ledger", str(ledger)]) == 1
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert "in use by" in err


def test_acts_are_those_of_the_user_named(filled, ledger):
    with Ledger.open(ledger, read_only=True) as opened:
        assert opened.rows("SELECT name FROM app_user") == [("Asha",)]
        assert opened.rows("SELECT DISTINCT actor_id FROM journal WHERE act = 'import_invoices'") == [(1,)]


def test_tour_is_handed_over_with_its_words(ledger):
    seen = []
    assert main(["tour", "out", "--ledger", str(ledger)], tour=lambda words: seen.append(words) or 0) == 0
    assert (seen[0].out, seen[0].ledger) == (Path("out"), ledger)


def test_help_names_every_verb(capsys):
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("import", "worklist", "restore", "tour"))


@pytest.mark.reference
@pytest.mark.parametrize("export", ["WA_Fn-UseC_-Accounts-Receivable.csv", "ibm_ar_variant_dmy_dates.csv"])
def test_public_ledger_gives_the_published_figures(verb, export):
    verb("new", "--company", "Reference", "--currency", "USD")
    done = verb("import", str(LEDGERS / export))
    assert (done["rows"], done["new"], done["errors"], done["totals"]) == (2466, 2466, [], {"USD": "147703.18"})
    aging = verb("aging", "--as-of", "2012-12-31")["currencies"]["USD"]
    assert (aging["items"], aging["total"]) == (99, "5725.06")
    assert aging["buckets"]["not_due"] == {"items": 86, "amount": "4936.32"}
    assert aging["buckets"]["1-30"] == {"items": 13, "amount": "788.74"}
    december = verb("metrics", "--from", "2012-12-01", "--to", "2012-12-31")["currencies"]["USD"]
    assert december["cei"]["value"].startswith("89.2933")
    assert december["dso_countback"]["value"] == "27.3299"
    assert december["best_possible_dso"]["value"] == "23.5647"
    quarter = verb("metrics", "--from", "2012-10-01", "--to", "2012-12-31")["currencies"]["USD"]
    assert quarter["dso"]["value"] == "26.8001"


@pytest.mark.reference
def test_public_exports_know_each_other(verb):
    verb("new", "--company", "Reference", "--currency", "USD")
    verb("import", str(LEDGERS / "ibm_ar_variant_dmy_dates.csv"))
    other = verb("import", str(LEDGERS / "WA_Fn-UseC_-Accounts-Receivable.csv"))
    assert (other["new"], other["same"], other["changed"]) == (0, 2466, 0)
    longer = verb("import", str(LEDGERS / "ibm_ar_variant_with_missing.csv"))
    assert (longer["new"], longer["same"], longer["changed"], longer["errors"]) == (120, 2466, 0, [])
    assert verb("verify")["ok"] is True


def test_verify_is_held_against_heads_of_papers_and_of_earlier_backups(filled, ledger, tmp_path, monkeypatch):
    monkeypatch.setenv("ARCALLER_HOME", str(tmp_path / "home"))
    kept = filled("backup", str(tmp_path / "copy.arcaller"))
    head = f"{kept['entries']}:{kept['head'][:16]}"
    assert filled("verify", "--head", head)["ok"] is True
    wrong = f"{kept['entries']}:{'0' * 16}"
    assert "was made anew" in filled("verify", "--head", wrong, status=1)["problems"][0]
    ahead = f"{kept['entries'] + 5}:{kept['head']}"
    assert "was cut" in filled("verify", "--head", ahead, status=1)["problems"][0]
    assert "held against" not in filled("verify", as_json=False)


def test_a_head_that_is_none_is_refused_in_one_line(filled, capsys):
    assert main(["verify", "--head", "12"]) == 1
    assert "no head of a journal" in capsys.readouterr().err


def test_call_sheet_is_a_new_pdf_and_recorded(filled, tmp_path):
    filled("call-sheet", "--client", "C1", "--out", str(tmp_path / "c.pdf"))
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    filled("call-sheet", "--client", "C1", "--out", str(tmp_path / "c.pdf"), as_json=False, status=1)
