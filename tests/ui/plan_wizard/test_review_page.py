"""The agreement on screen, into a file, onto paper, and signed."""

from __future__ import annotations

from datetime import date

import pytest
from plan_samples import TODAY, eur, paper_of
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from arcaller.domain.errors import DomainError
from arcaller.domain.plans.installments import schedule
from arcaller.domain.plans.terms import PlanTerms
from arcaller.services.commands import AgreePlan
from arcaller.ui.plan_wizard.plan_tools import IssuePaper, Paper
from arcaller.ui.plan_wizard.review.document_view import DocumentView
from arcaller.ui.plan_wizard.review.paper_out import free_name, page_image, print_document

PLAN = schedule(PlanTerms(eur(117200), date(2026, 12, 1), TODAY, count=3))


def test_the_view_loads_the_file_itself(qtbot):
    view = DocumentView()
    qtbot.addWidget(view)
    pdf = paper_of(PLAN).pdf
    with qtbot.waitSignal(view.loaded) as caught:
        view.show_pdf(pdf, "3 payments")
    assert caught.args == [view.pages]
    assert 1 <= view.pages <= 4
    assert view.pdf == pdf


def test_a_broken_file_is_said_in_words(qtbot):
    view = DocumentView()
    qtbot.addWidget(view)
    view.show_pdf(b"%PDF-1.7 cut", "")
    assert view.pages == 0
    assert "cannot be shown" in view._problem.text()


def test_another_file_takes_the_place_of_the_first(qtbot):
    view = DocumentView()
    qtbot.addWidget(view)
    view.show_pdf(paper_of(PLAN).pdf, "")
    first = view.pages
    long = schedule(PlanTerms(eur(11720000), date(2026, 12, 1), TODAY, count=120))
    view.show_pdf(paper_of(long).pdf, "")
    assert view.pages > first


def test_a_page_is_painted_on_white(qtbot):
    view = DocumentView()
    qtbot.addWidget(view)
    view.show_pdf(paper_of(PLAN).pdf, "")
    image = page_image(view.document, 0)
    assert image.width() == pytest.approx(595.28 / 72 * 200, abs=1)
    assert image.pixelColor(2, 2).name() == "#ffffff"
    colors = {image.pixelColor(x, y).lightness() for x in range(200, 1400, 7) for y in range(100, 700, 7)}
    assert min(colors) < 100


def test_printing_gives_a_sheet_for_each_page(qtbot, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    view = DocumentView()
    qtbot.addWidget(view)
    view.show_pdf(paper_of(PLAN).pdf, "")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert print_document(view.document, printer) == view.pages
    printed = pypdf.PdfReader(tmp_path / "out.pdf")
    assert len(printed.pages) == view.pages
    assert float(printed.pages[0].mediabox.width) == pytest.approx(595.28, abs=1)


def test_saving_files_the_paper_as_issued(office, open_review, tmp_path):
    target = tmp_path / "plan.pdf"
    page = open_review(str(target))
    page.save.click()
    assert target.read_bytes() == page.view.pdf
    assert office.issued == [IssuePaper(7, target)]
    assert "✓ Saved as plan.pdf" in page.message.accessibleName()


def test_a_name_without_ending_becomes_a_pdf(open_review, tmp_path):
    open_review(str(tmp_path / "plan")).save.click()
    assert (tmp_path / "plan.pdf").exists()


def test_an_existing_file_is_named_and_left_alone(office, open_review, tmp_path):
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"signed")
    page = open_review(str(target))
    page.save.click()
    assert target.read_bytes() == b"signed"
    assert "plan.pdf exists already" in page.message.accessibleName()
    assert office.issued == []
    page._first_way.click()
    assert (tmp_path / "plan-2.pdf").read_bytes() == page.view.pdf
    assert target.read_bytes() == b"signed"


def test_an_existing_file_is_replaced_only_on_purpose(open_review, tmp_path):
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"old")
    page = open_review(str(target))
    page.save.click()
    page._second_way.click()
    assert target.read_bytes() == page.view.pdf


def test_a_folder_that_is_not_there_is_refused_in_words(open_review, tmp_path):
    page = open_review(str(tmp_path / "gone" / "plan.pdf"))
    page.save.click()
    assert "does not exist" in page.message.accessibleName()


def test_giving_up_the_file_dialog_saves_nothing(office, open_review):
    page = open_review("")
    page.save.click()
    assert office.issued == []
    assert not page.message.isVisible()


def test_the_next_free_name_counts_up(tmp_path):
    (tmp_path / "a.pdf").touch()
    (tmp_path / "a-2.pdf").touch()
    assert free_name(tmp_path / "a.pdf") == tmp_path / "a-3.pdf"


def test_without_a_printer_the_pdf_is_offered(open_review, tmp_path):
    page = open_review(str(tmp_path / "plan.pdf"))
    page.print.click()
    assert "No printer is set up" in page.message.accessibleName()
    assert page._first_way.text() == "Save as PDF…"
    page._first_way.click()
    assert (tmp_path / "plan.pdf").exists()


def test_the_preview_says_that_no_lawyer_has_read_the_text(open_review):
    page = open_review()
    assert page._notice.accessibleName() == "Text not yet checked by a lawyer."


def test_what_no_font_can_print_is_said_before_it_is_printed(office, open_review, monkeypatch):
    paper = office.paper()
    monkeypatch.setattr(office, "paper", lambda: Paper(paper.pdf, "a.pdf", "", "𒀀"))
    page = open_review()
    assert "No font here can print: 𒀀" in page._missing.accessibleName()
    assert not page._notice.isVisible()


def test_the_paper_of_a_plan_not_stored_does_not_leave_the_house(office, open_review, tmp_path):
    page = open_review(str(tmp_path / "plan.pdf"))
    page.show_draft(paper_of(PLAN), "3 payments", within=True, approver="")
    page.save.click()
    assert "Propose the plan first" in page.message.accessibleName()
    assert list(tmp_path.iterdir()) == []


def test_a_plan_beyond_the_limits_leaves_only_as_a_marked_draft(office, open_review, tmp_path):
    page = open_review(str(tmp_path / "plan.pdf"))
    page.show_draft(paper_of(PLAN, approved=False), "3 payments", within=False, approver="Marta Klein")
    page.save.click()
    assert (tmp_path / "plan.pdf").read_bytes() == page.view.pdf
    assert office.issued == []
    assert "I will confirm the plan by 4 p.m. tomorrow." in page._say.text()


def test_the_signatures_are_read_into_one_command(qtbot, office, open_review):
    page = open_review()
    page.agree.click()
    form = page.agree_form
    form.signed_on.setText("2026-11-22")
    form.signatory.setText("Anna Müller")
    form.capacity.setText("Geschäftsführerin")
    with qtbot.waitSignal(page.agreed):
        QTest.keyClick(form.capacity, Qt.Key.Key_Return)
    assert office.agreed == [AgreePlan(7, TODAY, "Anna Müller", "Geschäftsführerin")]
    assert not page.agree.isVisible()
    assert not form.isVisible()
    assert page._say.text() == "Signed on Sun 22 Nov 2026 by Anna Müller, Geschäftsführerin."


@pytest.mark.parametrize(("typed", "words"), [("x", "is not a date"), ("2026-11-23", "still to come")])
def test_a_day_of_signing_that_cannot_be_is_said_under_its_field(office, open_review, typed, words):
    page = open_review()
    page.agree.click()
    page.agree_form.signed_on.setText(typed)
    page.agree_form.confirm.click()
    assert words in page.agree_form.signed_on.accessibleDescription()
    assert office.agreed == []


def test_what_the_act_refuses_stands_in_the_form(office, open_review):
    page = open_review()
    page.agree.click()
    office.refusal = DomainError("There is no paper to sign yet; print or export the agreement first.", "plan_id")
    page.agree_form.confirm.click()
    assert "There is no paper to sign yet" in page.agree_form.signed_on.accessibleDescription()


def test_esc_leaves_the_form_before_it_leaves_the_page(open_review):
    page = open_review()
    page.agree.click()
    assert page.step_back()
    assert not page.agree_form.isVisible()
    assert not page.step_back()


@pytest.mark.parametrize("state", ["agreed", "on_track", "completed", "cancelled", "draft"])
def test_only_what_waits_for_signatures_can_be_marked_as_agreed(office, open_review, state):
    office.state = state
    assert not open_review().agree.isVisible()


def test_a_stored_plan_says_what_to_look_at_before_it_is_signed(office, open_review):
    assert not open_review().cautions.isVisible()
    office.cautions = ("Invoice 1500 may be time-barred.",)
    page = open_review()
    assert page.cautions.isVisible()
    assert page.cautions.accessibleDescription() == "Invoice 1500 may be time-barred."
