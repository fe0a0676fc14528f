from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_files import read_file

from arcaller.domain.errors import DomainError
from arcaller.exchange.writer import guarded, unguarded, write_csv, write_error_rows


@pytest.mark.parametrize(
    "payload",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|'x'",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u00a0=1",
        "\0=1",
        "\n=1",
        "＝1",
        "=-1",
    ],
)
def test_what_could_be_a_formula_becomes_text(payload):
    assert guarded(payload).startswith("'")


@pytest.mark.parametrize("plain", ["-5.00", "+49", "1,234.50", "Acme", "O'Neil", "'quoted'", "", "a=b", "3-4"])
def test_numbers_and_plain_text_stay_as_they_are(plain):
    assert guarded(plain) == plain


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_what_was_guarded_comes_back(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip(" \n\u00a0")[:1] not in set("=@\t\r")


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "out.csv"
    assert write_csv(path, ["Name", "Amount"], [["=x", -5], ["Łódź", None]]) == 2
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [["Name", "Amount"], ["'=x", "-5"], ["Łódź", ""]]
    with pytest.raises(DomainError, match="exists already"):
        write_csv(path, ["a"], [])

    def broken():
        yield ["1"]
        raise RuntimeError("cancelled")

    with pytest.raises(RuntimeError, match="cancelled"):
        write_csv(path, ["a"], broken(), replace=True)
    assert "Łódź" in path.read_text(encoding="utf-8-sig")
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DomainError, match="cannot be written"):
        write_csv(tmp_path / "none" / "out.csv", ["a"], [])


def test_error_rows_go_out_with_reasons_and_come_back_mended(file, tmp_path):
    header = "Client number,Invoice number,Invoice date,Due date,Amount"
    reading = read_file(
        file(f"{header}\n'=C1,I1,2026-01-05,2026-02-30,10.00\nC2,I2,2026-01-05,2026-02-04,1.00\nC3,I3\n")
    )
    path = tmp_path / "errors.csv"
    assert write_error_rows(path, reading.report.table, reading.errors) == 2
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][:3] == ["Row", "Reason", "Client number"]
    assert rows[1][0] == "2"
    assert rows[1][1].startswith("Due date: ")
    assert rows[1][2] == "'=C1"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("2026-02-30", "2026-02-27").rsplit("4,", 1)[0])
    again = read_file(path)
    assert [(r.client_number, r.number) for r in again.records] == [("=C1", "I1")]
