from __future__ import annotations

import io
import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter
from reading_files import read_file

from arcaller.domain.errors import DomainError
from arcaller.exchange.tabular import open_table
from arcaller.exchange.workbook import load_sheet

HEADER = ["Customer no", "Invoice", "Invoice date", "Due date", "Amount", "Paid on"]


def workbook(path, rows, sheets=("Cover", "Items")):
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name in sheets:
        sheet = book.add_worksheet(name)
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(i, j, value, day)
            else:
                sheet.write(i, j, value)
    book.close()
    return path


def test_the_first_sheet_with_data_is_read_with_typed_cells(tmp_path):
    rows = [
        ["Open items"],
        HEADER,
        ["007", 4711, date(2026, 1, 5), date(2026, 2, 4), 1234.5, ""],
        ["008", "0815", date(2026, 1, 6), "2026-02-05", 0.1 + 0.2, date(2026, 1, 20)],
    ]
    reading = read_file(workbook(tmp_path / "a.xlsx", rows))
    assert reading.report.table.sheet == "Items"
    assert reading.report.table.header_row == 2
    assert reading.errors == []
    first, second = reading.records
    assert (first.row, first.client_number, first.number) == (3, "007", "4711")
    assert (first.invoice_date, first.due_date, first.amount_minor) == (date(2026, 1, 5), date(2026, 2, 4), 123450)
    assert (second.number, second.amount_minor, second.settled_date) == ("0815", 30, date(2026, 1, 20))


def test_bad_cells_of_a_workbook_are_named(tmp_path):
    rows = [
        HEADER,
        ["1", "A", date(2026, 1, 5), date(2026, 2, 4), 1.005, ""],
        ["1", "B", date(2026, 1, 5), True, 5, ""],
    ]
    errors = read_file(workbook(tmp_path / "a.xlsx", rows)).errors
    assert [(issue.row, issue.column) for issue in errors] == [(2, "Amount"), (3, "Due date")]


def test_an_empty_workbook_is_refused(tmp_path):
    with pytest.raises(DomainError, match="no data"):
        open_table(workbook(tmp_path / "a.xlsx", []))


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_cut_workbook_is_refused(tmp_path, share):
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["1", "A", date(2026, 1, 5), date(2026, 2, 4), 1, ""]])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DomainError, match="cut off or damaged"):
        open_table(path)


def package(path, parts, lie=None):
    """A ZIP of ``parts``; ``lie`` is written as every declared inflated size of the last part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts:
            archive.writestr(name, content)
    data = bytearray(stream.getvalue())
    if lie is not None:
        local, central = data.rindex(b"PK\x03\x04"), data.rindex(b"PK\x01\x02")
        data[local + 22 : local + 26] = data[central + 24 : central + 28] = struct.pack("<I", lie)
    path.write_bytes(data)
    return path


def test_a_bomb_is_refused_by_what_it_declares(tmp_path):
    path = package(tmp_path / "bomb.xlsx", [("xl/worksheets/sheet1.xml", b"0" * 50_000_000)])
    with pytest.raises(DomainError, match="unpack to far more"):
        load_sheet(path)


def test_a_bomb_that_lies_about_its_size_is_refused_by_what_it_is(tmp_path):
    path = package(tmp_path / "bomb.xlsx", [("xl/worksheets/sheet1.xml", b"0" * 50_000_000)], lie=1000)
    with pytest.raises(DomainError, match="unpack to far more"):
        load_sheet(path)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([("xl/embedded.zip", b"x")], "another archive"),
        ([("xl/media/a.bin", b"PK\x03\x04rest")], "another archive"),
        ([(f"xl/{i}.xml", b"") for i in range(2_001)], "parts"),
        ([("xl/worksheets/sheet1.xml", b'<row r="1"><c r="A1"/><c r="XFD1"/></row>')], "columns or rows beyond"),
        ([("xl/worksheets/sheet1.xml", b"<row r=\"9\"><c r='A20000000'/></row>")], "columns or rows beyond"),
        ([("xl/worksheets/sheet1.xml", b'<row r="1000000"><c r="SA1000000"/></row>')], "too many cells"),
        ([("xl/worksheets/sheet1.xml", b"<worksheet")], "cannot be read|damaged"),
    ],
)
def test_hostile_packages_are_refused_before_they_are_parsed(tmp_path, parts, words):
    with pytest.raises(DomainError, match=words):
        load_sheet(package(tmp_path / "x.xlsx", parts))


def test_other_archives_and_documents_are_named(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(DomainError, match="packed archive"):
        open_table(path)


def test_a_broken_old_workbook_is_refused(file):
    with pytest.raises(DomainError, match=r"cannot be read as a workbook|damaged"):
        open_table(file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "a.xls"))


def test_a_part_said_to_lie_elsewhere_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["1", "A", date(2026, 1, 5), date(2026, 2, 4), 1, ""]])
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    for shift in (-64, 64, 5_000_000):
        (start,) = struct.unpack("<I", data[end + 16 : end + 20])
        moved = data[:]
        moved[end + 16 : end + 20] = struct.pack("<I", start + shift)
        path.write_bytes(moved)
        with pytest.raises(DomainError, match="cut off or damaged"):
            open_table(path)
