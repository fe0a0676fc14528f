from __future__ import annotations

import re
from pathlib import Path

import pytest

from arcaller.documents.agreement.agreement import make_agreement
from arcaller.documents.agreement.inputs import AgreementTerms
from arcaller.documents.agreement.template import CLAUSE_IDS, fill, load_template, template_for, template_notice
from arcaller.documents.agreement.text import clause_texts, field_values
from arcaller.documents.paper.formats import formats_for
from arcaller.domain.errors import DomainError

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "agreements"
TEMPLATES = sorted((FOLDER / "en").glob("[!_]*.toml"))


def syllables(word):
    """Groups of vowels, a silent final e not counted: the usual estimate for English."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent - (word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1))


def reading_grade(text):
    """Flesch-Kincaid grade: 0.39 words per sentence + 11.8 syllables per word − 15.59; fields count as one word."""
    text = re.sub(r"\{\{\w+\}\}", "it", text)
    sentences = [part for part in re.split(r"[.!?:]+(?:\s|$)", text) if re.search("[a-z]", part)]
    words = re.findall(r"[a-z]+", text.lower())
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_reading_grade_is_that_of_published_examples():
    assert reading_grade("The cat sat on the mat.") == pytest.approx(-1.45, abs=0.01)
    assert reading_grade("Notwithstanding any contrary stipulation, acceleration constitutes forfeiture.") > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_each_clause_reads_at_grade_ten_or_below(path):
    for clause in load_template(path).clauses:
        for variant, text in clause.texts.items():
            if text and text != "{{local_text}}":
                assert reading_grade(text) <= 10, (clause.clause_id, variant, reading_grade(text))


def test_the_summary_reads_at_grade_eight_or_below():
    words = load_template(TEMPLATES[0]).words
    parts = [text for key, text in words.items() if key.split("_")[0] in {"pay", "miss", "call", "ours", "how"}]
    for text in (part for part in parts if part.endswith(".")):
        assert reading_grade(text) <= 8, (text, reading_grade(text))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_each_template_holds_the_eighteen_clauses_and_is_not_yet_checked(path):
    template = load_template(path)
    assert tuple(clause.clause_id for clause in template.clauses) == CLAUSE_IDS
    assert len(CLAUSE_IDS) == 18
    assert template.checked_by == template.checked_on == ""
    assert template_notice(template) == "Text not yet checked by a lawyer."
    assert template.version
    assert template.jurisdiction


def test_a_checked_template_names_its_lawyer(tmp_path):
    text = (FOLDER / "en" / "company.toml").read_text(encoding="utf-8")
    (tmp_path / "_words.toml").write_text(
        (FOLDER / "en" / "_words.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    checked = text.replace('checked_by = ""', 'checked_by = "M. Lex"').replace(
        'checked_on = ""', 'checked_on = "1 May"'
    )
    (tmp_path / "own.toml").write_text(checked, encoding="utf-8")
    assert template_notice(load_template(tmp_path / "own.toml")) == "Text checked by M. Lex on 1 May."


@pytest.mark.parametrize("kind", ["company", "partnership", "sole trader", "public body", "consumer"])
def test_each_client_kind_has_a_template_in_any_language(kind):
    expected = "consumer" if kind in {"sole trader", "consumer"} else "company"
    assert template_for(FOLDER, "pt_BR", kind).name == expected


def test_an_unknown_client_kind_is_refused():
    with pytest.raises(DomainError, match="no agreement template for a trust"):
        template_for(FOLDER, "en", "trust")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("{{cure_days}}", "{{cure_days.__class__}}", "unknown field"),
        ("{{cure_days}}", "{{password}}", "unknown field: password"),
        ('id = "default"', 'id = "penalty"', "lacks or misplaces clauses: default"),
        ("[[clauses]]", "[[clauses", "cannot be read"),
    ],
)
def test_a_broken_template_is_refused_by_name(tmp_path, old, new, complaint):
    text = (FOLDER / "en" / "company.toml").read_text(encoding="utf-8")
    (tmp_path / "_words.toml").write_text('title = "x"', encoding="utf-8")
    (tmp_path / "own.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DomainError, match=complaint) as refused:
        load_template(tmp_path / "own.toml")
    assert "own.toml" in refused.value.message


def test_a_value_that_looks_like_a_field_prints_literally(agreement, fonts, read_back):
    assert fill("for {{client}}", {"client": "{{total}} {0.__class__} %s"}) == "for {{total}} {0.__class__} %s"
    terms = AgreementTerms(local_inserts=("{{total}} {page} {0.__class__} %s",))
    assert "{{total}} {page} {0.__class__} %s" in read_back(make_agreement(agreement(terms=terms), fonts))


def test_a_field_without_value_is_refused():
    with pytest.raises(DomainError, match="needs “total”"):
        fill("{{total}}", {})


@pytest.mark.parametrize("template", ["company", "consumer"])
def test_the_sixth_clause_says_whether_part_payments_are_taken(agreement, template):
    def sixth(**choices):
        inputs = agreement(template=template, terms=AgreementTerms(**choices))
        return clause_texts(inputs, field_values(inputs, formats_for("en_GB")))[5]

    assert sixth().title == "Part payments"
    assert "on account" in sixth().text or "as a part payment" in sixth().text
    assert "send" in sixth(whole_installments_only=True).text
    assert "counts as not paid" in sixth(whole_installments_only=True).text
