"""What an agreement costs against the same pages drawn by ReportLab's bare canvas, in one run, interleaved.

The bare program knows nothing: it draws the same strings with the same fonts at the same places by ``drawString`` and
the same rectangles by ``rect``, line breaks given. So the ratio is what layout, tags and archive intent cost on top.

usage: python bench/bench_agreement.py [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from measure import claim  # noqa: E402
from reportlab.lib.pagesizes import A4  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from arcaller.documents.agreement.agreement import make_agreement  # noqa: E402
from arcaller.documents.agreement.inputs import (  # noqa: E402
    AcknowledgedInvoice,
    AgreementInputs,
    AgreementTerms,
    ClientParty,
    Creditor,
    ScheduleRow,
)
from arcaller.documents.agreement.template import load_template  # noqa: E402
from arcaller.documents.paper.fonts import FontBook  # noqa: E402
from arcaller.documents.paper.sender import BankAccount, PaymentWays  # noqa: E402
from arcaller.documents.paper.tagged_canvas import TaggedCanvas  # noqa: E402

GOAL = 1.5


def sample(number: int) -> AgreementInputs:
    """Ten invoices, twelve installments; each number another client and other sums."""
    items = tuple(
        AcknowledgedInvoice(f"INV-{number}{i:02}", date(2025, 6, 1) + timedelta(9 * i), date(2025, 7, 1),
                            120_000 + 997 * i + number, 0, 120_000 + 997 * i + number)
        for i in range(10)
    )  # fmt: skip
    total = left = sum(item.open_minor for item in items)
    rows = []
    for at in range(1, 13):
        amount = total // 12 if at < 12 else left
        left -= amount
        rows.append(ScheduleRow(at, date(2026, 4, 1) + timedelta(30 * at), amount, left))
    return AgreementInputs(
        agreement_number=f"PPA-{number:06}", made_on=date(2026, 3, 12), currency="EUR",
        creditor=Creditor("Northwind Receivables Ltd", ("12 Harbour Street", "Leeds LS1 4AB"), "+44 20 7946 0958",
                          "accounts@northwind.example"),
        client=ClientParty(f"C-{number}", f"Granite Supply GmbH {number}", ("Hafenstraße 7", "8020 Graz")),
        invoices=items, schedule=tuple(rows), terms=AgreementTerms(governing_law="England and Wales"), locale="en_GB",
        payment_ways=PaymentWays(f"PPA-{number:06}", BankAccount("Northwind", "DE89370400440532013000")),
        template=load_template(ROOT / "resources" / "agreements" / "en" / "company.toml"),
    )  # fmt: skip


class Recorder:
    """Notes what a document draws, so that the bare canvas can draw exactly that."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, str, tuple[object, ...]]] = []

    @contextmanager
    def on(self):
        show, boxes, ink = TaggedCanvas.show, TaggedCanvas.boxes, TaggedCanvas.box
        calls = self.calls

        def show_noted(canvas, x, y, parts, size, matrix=""):
            at = x
            for face, text, width, color in parts:
                calls.append((canvas.page_index, "text", (face.name, size, at, y, text, color)))
                at += width
            show(canvas, x, y, parts, size, matrix)

        def boxes_noted(canvas, rectangles, color):
            calls.append((canvas.page_index, "rects", (tuple(rectangles), color)))
            boxes(canvas, rectangles, color)

        def box_noted(canvas, x, y, width, height, color):
            calls.append((canvas.page_index, "rects", (((x, y, width, height),), color)))
            ink(canvas, x, y, width, height, color)

        TaggedCanvas.show, TaggedCanvas.boxes, TaggedCanvas.box = show_noted, boxes_noted, box_noted
        try:
            yield
        finally:
            TaggedCanvas.show, TaggedCanvas.boxes, TaggedCanvas.box = show, boxes, ink


def bare(calls: list[tuple[int, str, tuple]]) -> bytes:
    """The recorded pages by ``drawString`` and ``rect`` alone."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1, initialFontName="ArcSans-Regular")
    for page in range(max(call[0] for call in calls) + 1):
        for _, what, details in (call for call in calls if call[0] == page):
            if what == "text":
                name, size, x, y, text, color = details
                canvas.setFont(name, size)
                canvas.setFillColorRGB(*color)
                canvas.drawString(x, y, text)
            else:
                rectangles, color = details
                canvas.setFillColorRGB(*color)
                path = canvas.beginPath()
                for rectangle in rectangles:
                    path.rect(*rectangle)
                canvas.drawPath(path, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def timed(work: Callable[[], bytes]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main(rounds: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        fonts = FontBook(Path(folder))
        make_agreement(sample(0), fonts)
        cold = time.perf_counter() - start
        recorder = Recorder()
        with recorder.on():
            make_agreement(sample(1), fonts)
        whole, plain = [], []
        for number in range(rounds):
            inputs = replace(sample(number + 2), version=number + 1)
            whole.append(timed(lambda inputs=inputs: make_agreement(inputs, fonts)))
            plain.append(timed(lambda: bare(recorder.calls)))
    pairs = sorted(a / b for a, b in zip(whole, plain, strict=True))
    ratio = median(pairs)
    print(f"agreement, 3 pages, 10 invoices, 12 installments, 18 clauses, QR; {rounds} interleaved rounds, warm")
    print(f"  arcaller        {median(whole):6.1f} ms   (best {min(whole):.1f})")
    print(f"  bare canvas     {median(plain):6.1f} ms   (best {min(plain):.1f})")
    half = f"{pairs[rounds // 4]:.2f}–{pairs[-rounds // 4 - 1]:.2f}"
    print(f"  ratio           {ratio:6.2f}      (middle half {half}; goal ≤ {GOAL})")
    print(f"  first agreement with an empty font cache: {cold:.1f} s")
    claim("agreement, warm", ratio, GOAL, "x bare canvas", f"3 pages, {rounds} rounds, middle half {half}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
