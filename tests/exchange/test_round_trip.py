"""Tables written in every pattern, delimiter and encoding are read back as the records they were made of."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_files import read_file

from arcaller.domain.money import decimal_text

NAMES = st.text("abcÄöüßéñŁłżćΩЖ王 '&,;|<>\"-", min_size=1, max_size=20).map(lambda name: f"N{name}".strip())
DAY_FORMS = {
    "iso": "{y:04}-{m:02}-{d:02}", "iso time": "{y:04}-{m:02}-{d:02} 00:00:00", "us": "{m}/{d}/{y}",
    "us zeros": "{m:02}/{d:02}/{y}", "dmy": "{d}/{m}/{y}", "dmy zeros": "{d:02}/{m:02}/{y}",
    "dots": "{d:02}.{m:02}.{y}",
    "compact": "{y:04}{m:02}{d:02}", "float": "{y:04}{m:02}{d:02}.0", "slashes": "{y:04}/{m:02}/{d:02}",
}  # fmt: skip
AMOUNT_FORMS = {"plain": (".", ""), "us": (".", ","), "de": (",", "."), "fr": (",", "\u202f"), "ch": (".", "'")}
ITEMS = st.lists(
    st.tuples(
        NAMES, st.integers(1, 10**9), st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 90),
        st.integers(-(10**9), 10**9),
    ),
    min_size=1, max_size=20, unique_by=lambda item: item[1],
)  # fmt: skip
HEADER = ["Client number", "Client name", "Invoice number", "Invoice date", "Due date", "Amount"]


def amount_text(minor, form):
    mark, group = AMOUNT_FORMS[form]
    whole, _, cents = decimal_text(abs(minor), "USD").partition(".")
    grouped = f"{int(whole):,}".replace(",", group)
    return f"{'-' if minor < 0 else ''}{grouped}{mark}{cents}"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    ITEMS, st.sampled_from(sorted(DAY_FORMS)), st.sampled_from(sorted(AMOUNT_FORMS)), st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.integers(0, 3), st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_a_table_in_any_dress_gives_the_same_records(
    tmp_path_factory, items, days, amounts, delimiter, encoding, titles, ends
):
    # one item whose day decides the pattern, as in any real list of some length
    items = [*items, ("Decider", 0, date(2024, 1, 25), 3, 123456)]

    def day_text(day):
        return DAY_FORMS[days].format(y=day.year, m=day.month, d=day.day)

    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ends)
    for title in range(titles):
        writer.writerow([f"Title {title}", *[""] * 5])
    writer.writerow(HEADER)
    for name, number, start, terms, minor in items:
        due = start + timedelta(days=terms)
        writer.writerow(
            [f"C{number % 7}", name, f"I{number}", day_text(start), day_text(due), amount_text(minor, amounts)]
        )
    path = tmp_path_factory.mktemp("trip") / "items.csv"
    path.write_bytes(stream.getvalue().encode(encoding))

    reading = read_file(path)
    assert reading.errors == []
    assert reading.report.questions == ()
    assert [
        (r.row, r.client_name, r.number, r.invoice_date, r.due_date, r.amount_minor) for r in reading.records
    ] == [
        (titles + 2 + at, name, f"I{number}", start, start + timedelta(days=terms), minor)
        for at, (name, number, start, terms, minor) in enumerate(items)
    ]
