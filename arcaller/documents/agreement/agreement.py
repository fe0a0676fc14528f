"""The payment-plan agreement: what both sides sign, from frozen inputs to the bytes of a PDF.

Page one is the plan in short, then come the acknowledged invoices, the schedule, the eighteen clauses and the
signatures. The same inputs give the same bytes.
"""

from __future__ import annotations

from dataclasses import replace

from arcaller.documents.agreement.inputs import AgreementInputs, Treatment, check_agreement
from arcaller.documents.agreement.signatures import signature_blocks
from arcaller.documents.agreement.summary import parties_block, summary_blocks
from arcaller.documents.agreement.template import fill
from arcaller.documents.agreement.text import clause_texts, field_values
from arcaller.documents.paper.fonts import FontBook
from arcaller.documents.paper.formats import Formats, formats_for
from arcaller.documents.paper.layout import H1, H2, MM, QUIET_BODY, Block, Frame, Paper, Paragraph
from arcaller.documents.paper.tables import Column, Row, Table
from arcaller.documents.paper.typesetting import ALERT, QUIET, Span, Style, Text

CLAUSE_HEAD = Style(size=9, leading=12, bold=True, before=7, after=0.6, role="H3", keep_next=True)
CLAUSE = Style(size=8.7, leading=11.6)
CLAUSE_OFF = Style(size=8.7, leading=11.6, color=QUIET)
_SUBTITLE = Style(size=9.2, leading=13, color=QUIET, after=6)


def make_agreement(inputs: AgreementInputs, fonts: FontBook) -> bytes:
    """The agreement as a PDF file; refuses figures that do not add up (:func:`check_agreement`)."""
    check_agreement(inputs)
    formats = formats_for(inputs.locale, inputs.language)
    values = field_values(inputs, formats)
    words = {key: fill(text, values) for key, text in inputs.template.words.items()}
    with fonts.document():
        paper = Paper(fonts, _frame(inputs, words, values))
        paper.flow(_opening(paper, inputs, words))
        paper.flow(summary_blocks(paper, inputs, words, formats))
        paper.new_page()
        paper.flow(_invoices(paper, inputs, words, formats))
        paper.flow(_schedule(paper, inputs, words, formats))
        _clauses(paper, inputs, words, values)
        paper.flow(signature_blocks(paper, inputs, words, values))
        return paper.pdf()


def missing_glyphs(inputs: AgreementInputs, fonts: FontBook) -> str:
    """Characters of names and addresses that no face can print: shown as a warning before the paper is printed."""
    parts = [
        inputs.creditor.legal_name, *inputs.creditor.address, inputs.creditor.signatory_name,
        inputs.client.legal_name, inputs.client.trade_name, *inputs.client.address, inputs.client.signatory_name,
        inputs.place, inputs.agreement_number, inputs.client.number, inputs.payment_ways.reference,
        *inputs.terms.local_inserts,
        *(row.number for row in inputs.invoices), *(row.shift_reason for row in inputs.schedule),
    ]  # fmt: skip
    if inputs.guarantor:
        parts += [inputs.guarantor.name, *inputs.guarantor.address, inputs.guarantor.signatory_name]
    if inputs.approver:
        parts += [inputs.approver.name, inputs.approver.role]
    return fonts.missing_glyphs("".join(parts))


def _frame(inputs: AgreementInputs, words: dict[str, str], values: dict[str, str]) -> Frame:
    creditor = inputs.creditor
    contact = [line for line in (creditor.phone, creditor.email, creditor.registration) if line]
    page = words["page"]
    return Frame(
        title=f"{words['title']} {inputs.agreement_number} – {inputs.client.legal_name}",
        author=creditor.legal_name,
        language=inputs.language.replace("_", "-"),
        made_on=inputs.made_on,
        size=inputs.paper.value,
        company=creditor.legal_name,
        address=creditor.address,
        contact=contact,
        logo=creditor.logo,
        running_head=f"{words['title']} {inputs.agreement_number} · {inputs.client.legal_name}",
        foot=f"{inputs.agreement_number} · {words['version']} {inputs.version} · "
        f"{words['fingerprint']} {values['fingerprint']}",
        watermark=words["draft_mark"] if inputs.not_approved else "",
        page_words=lambda at, count: page.format(page=at, count=count),
    )


def _opening(paper: Paper, inputs: AgreementInputs, words: dict[str, str]) -> list[Block]:
    fonts, measure = paper.fonts, paper.measure
    blocks: list[Block] = [Paragraph.of(fonts, words["title"], H1, measure)]
    subtitle = words["subtitle_place" if inputs.place else "subtitle"]
    blocks.append(Paragraph.of(fonts, subtitle, _SUBTITLE, measure))
    if inputs.not_approved:
        alert = Style(size=9.2, leading=12.6, bold=True, color=ALERT, after=6)
        blocks.append(Paragraph.of(fonts, words["draft_note"], alert, measure))
    blocks.append(parties_block(paper, inputs, words))
    return blocks


def _invoices(paper: Paper, inputs: AgreementInputs, words: dict[str, str], formats: Formats) -> list[Block]:
    columns = [
        Column(words["col_invoice"], 26), Column(words["col_issued"], 20), Column(words["col_due"], 20),
        Column(words["col_original"], 21, True), Column(words["col_settled"], 23, True),
        Column(words["col_open"], 21, True),
    ]  # fmt: skip

    def number(minor: int) -> str:
        return formats.number(minor, inputs.currency)

    notes = {Treatment.EXCLUDED: words["excluded_note"], Treatment.UNDER_RESERVE: words["reserve_note"]}
    rows = []
    for item in inputs.invoices:
        note = " · ".join(part for part in (notes.get(item.treatment, ""), item.time_barred_note) if part)
        cells = (item.number, formats.date(item.issued_on, "medium"), formats.date(item.due_on, "medium"),
                 number(item.original_minor), number(item.settled_minor), number(item.open_minor))  # fmt: skip
        rows.append(Row(cells, note=note))
    excluded = sum(item.open_minor for item in inputs.invoices if item.treatment is Treatment.EXCLUDED)
    if excluded:
        rows.append(Row((words["total_excluded"], number(excluded)), span=5))
    rows.append(Row((words["total_acknowledged"], number(inputs.acknowledged_minor)), strong=True, span=5))
    return [
        Paragraph.of(paper.fonts, words["invoices"], H2, paper.measure),
        Paragraph.of(paper.fonts, words["invoices_note"], _keep(QUIET_BODY), paper.measure),
        Table.of(paper.fonts, columns, rows, paper.measure, before=3),
    ]


def _schedule(paper: Paper, inputs: AgreementInputs, words: dict[str, str], formats: Formats) -> list[Block]:
    bears = any(row.interest_minor is not None for row in inputs.schedule)
    columns = [Column(words["col_number"], 8), Column(words["col_due_on"], 54 if bears else 64)]
    if bears:
        columns += [Column(words["col_principal"], 20, True), Column(words["col_interest"], 18, True)]
    columns += [Column(words["col_amount"], 24, True), Column(words["col_balance"], 28, True)]

    def number(minor: int) -> str:
        return formats.number(minor, inputs.currency)

    def line(first: Text, label: Text, middle: tuple[str, str], amount: str, balance: str) -> Row:
        return Row((first, label, *(middle if bears else ()), amount, balance))

    left = inputs.acknowledged_minor
    rows = [line("", words["opening"], ("", ""), "", number(left))]
    if inputs.discount_minor:
        left -= inputs.discount_minor
        rows.append(line("", words["less_discount"], ("", ""), "", number(left)))
    if inputs.down_payment:
        left -= inputs.down_minor
        label = f"{formats.date(inputs.down_payment.due_on)} · {words['down_row']}"
        amount = number(inputs.down_minor)
        rows.append(line("", label, (amount, number(0)), amount, number(left)))
    for row in inputs.schedule:
        due: Text = formats.date(row.due_on)
        if row.unadjusted_on:
            moved = words["shifted"].format(date=formats.date(row.unadjusted_on, "medium"))
            reason = f" ({row.shift_reason})" if row.shift_reason else ""
            due = [formats.date(row.due_on), Span(f"  {moved}{reason}", color=QUIET)]
        parts = (number(row.principal), number(row.interest_minor or 0))
        rows.append(line(str(row.number), due, parts, number(row.amount_minor), number(row.balance_minor)))
    principal = inputs.to_pay_minor - inputs.interest_minor
    sums = (number(principal), number(inputs.interest_minor))
    total = (words["schedule_total"], *(sums if bears else ()), number(inputs.to_pay_minor), "")
    rows.append(Row(total, strong=True, span=2))
    return [
        Paragraph.of(paper.fonts, words["schedule"], H2, paper.measure),
        Paragraph.of(paper.fonts, words["schedule_note"], _keep(QUIET_BODY), paper.measure),
        Table.of(paper.fonts, columns, rows, paper.measure, before=3),
        Paragraph.of(
            paper.fonts, words["sum_check"], Style(size=8.2, leading=11.2, color=QUIET, before=4), paper.measure
        ),
    ]


def _keep(style: Style) -> Style:
    return replace(style, keep_next=True)


def _clauses(paper: Paper, inputs: AgreementInputs, words: dict[str, str], values: dict[str, str]) -> None:
    if paper.room() < 60 * MM:
        paper.new_page()
    paper.flow([Paragraph.of(paper.fonts, words["terms"], H2, paper.measure)])
    paper.skip(1)
    width = (paper.measure - 8 * MM) / 2
    blocks: list[Block] = []
    for clause in clause_texts(inputs, values):
        head = f"{clause.number}.\u00a0 {clause.title}"
        blocks.append(Paragraph.of(paper.fonts, head, CLAUSE_HEAD, width))
        blocks.append(Paragraph.of(paper.fonts, clause.text, CLAUSE_OFF if clause.off else CLAUSE, width))
    paper.columns(blocks)
