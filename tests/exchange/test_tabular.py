from __future__ import annotations

import codecs

import pytest

from arcaller.domain.errors import DomainError
from arcaller.exchange.tabular import column_letters, open_table

HEADER = "Client number,Invoice number,Invoice date,Due date,Amount"
ROWS = "C1,I1,2026-01-05,2026-02-04,10.00\nC2,I2,2026-01-06,2026-02-05,20.00\n"
TABLE = f"{HEADER}\n{ROWS}"


def rows_of(table):
    return [tuple(row) for chunk in table.chunks() for row in chunk.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_where_names_hold_commas(file, delimiter):
    text = TABLE.replace(",", delimiter).replace("C1", '"Smith, Jones; Sons"')
    table = open_table(file(text))
    assert table.delimiter == delimiter
    assert len(table.header) == 5


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_unicode_encodings_are_found_by_mark_or_by_form(file, encoding, found):
    name = "Acme" if encoding.startswith("utf-16-") else "Müller Łódź 王"
    table = open_table(file(TABLE.replace("C1", name).encode(encoding)))
    assert table.encoding == found
    assert rows_of(table)[0][0] == name


def test_an_old_western_encoding_is_told_by_its_letters(file):
    text = TABLE.replace("C1", "Müller Großhandel für Büromöbel").replace("C2", "Bäckerei Schöße")
    table = open_table(file(text.encode("cp1252")))
    assert table.encoding == "cp1252"
    assert rows_of(table)[0][0] == "Müller Großhandel für Büromöbel"


def test_an_encoding_given_by_hand_is_taken(file):
    table = open_table(file(TABLE.replace("C1", "Zażółć").encode("cp1250")), encoding="cp1250")
    assert rows_of(table)[0][0] == "Zażółć"


def test_title_rows_are_skipped_and_rows_keep_the_numbers_of_a_spreadsheet(file):
    table = open_table(file(f"Open items of Acme,,,,\n\nPrinted on 5 May,,,,\n{TABLE}"))
    assert table.header_row == 4
    assert next(table.chunks()).first_row == 5


def test_a_cell_of_several_lines_counts_as_one_row(file):
    text = f"{HEADER}\n" + '"C1\nsecond line",I1,2026-01-05,2026-02-04,10.00\n' + "C2,I2,x,y,z\n"
    assert rows_of(open_table(file(text)))[1][0] == "C2"


def test_the_separator_line_of_spreadsheets_is_no_row(file):
    table = open_table(file("sep=;\n" + TABLE.replace(",", ";")))
    assert (table.delimiter, table.header_row, table.skipped_lines) == (";", 1, 1)
    assert rows_of(table)[0][0] == "C1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7 whatever", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n....", "a picture"),
        (b"SQLite format 3\x00....", "a database"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b'<?xml version="1.0"?><Document/>', "an XML file"),
        (b'{"a": 1}', "a JSON file"),
        (b"Dear all,\nplease find below nothing.\nRegards\n", "no header row"),
        (b"just words\nand more words\n", "only one column"),
        (b"1,2,3\n4,5,6\n", "no header row"),
        (TABLE.encode().replace(b"I2", b"I\x002"), "NUL character in line 3"),
        (codecs.BOM_UTF8 + TABLE.encode() + "C3,Müller".encode("cp1252"), "another encoding"),
        (f'{TABLE}C3,"I3,2026-01-05,2026-02-04,10\n'.encode(), "row 4 opens a quotation mark"),
        (f'{TABLE}C3,"I3"x,2026-01-05,2026-02-04,10\n'.encode(), "row 4 is broken"),
        (f"{TABLE}C3,{'x' * 200_000},2026-01-05,2026-02-04,10\n".encode(), "row 4 has a cell of more than 128 kB"),
        (",".join(f"amount{i}" for i in range(501)).encode() + b"\n1\n", "501 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(file, content, words):
    with pytest.raises(DomainError) as refusal:
        list(open_table(file(content)).chunks())
    assert words in refusal.value.message
    assert refusal.value.message.startswith("items.csv")


def test_a_quote_broken_deep_in_the_file_names_its_row(file):
    rows = "".join(f"C{i},I{i},2026-01-05,2026-02-04,10.00\n" for i in range(5_000))
    with pytest.raises(DomainError, match="row 5002 "):
        list(open_table(file(f'{HEADER}\n{rows}"C9,I9,2026-01-05,2026-02-04,10.00\n')).chunks())


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(DomainError, match="cannot be read"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(DomainError, match="not a file"):
        open_table(tmp_path)


def test_a_file_changed_after_the_look_is_refused(file):
    path = file(TABLE)
    table = open_table(path)
    path.write_text(TABLE + "C3,I3,2026-01-05,2026-02-04,1.00\n")
    with pytest.raises(DomainError, match="changed"):
        list(table.chunks())


def test_progress_tells_the_rows_done_and_may_cancel(file):
    rows = "".join(f"C{i},I{i},2026-01-05,2026-02-04,10.00\n" for i in range(4_500))
    done: list[int] = []
    list(open_table(file(f"{HEADER}\n{rows}")).chunks(progress=done.append))
    assert done == [2_000, 4_000, 4_500]

    def cancel(_: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        list(open_table(file(f"{HEADER}\n{rows}")).chunks(progress=cancel))


def test_column_letters_are_those_of_a_spreadsheet():
    assert [column_letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_headers_of_aging_columns_do_not_hide_the_header_row(file):
    table = open_table(
        file("Client number,Invoice number,Due date,Amount,0-30,31-60\nC1,I1,2026-02-04,10.00,10.00,\n")
    )
    assert table.header_row == 1
