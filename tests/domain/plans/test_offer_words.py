"""The rungs as sentences: exact days and cents in every language of the scripts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from arcaller.domain.authority import Authority
from arcaller.domain.money import Money, decimal_text
from arcaller.domain.plans.offer_words import OfferVoice, offer_words, plan_words
from arcaller.domain.plans.offers import Rung, offer_ladder
from arcaller.domain.talking.spelling import spell

TODAY = date(2026, 11, 24)
LIMITS = Authority(
    max_months=6,
    least_down_percent=Decimal(15),
    least_installment=Money(10_000, "EUR"),
    max_discount_percent=Decimal(5),
)


def words(rung, language="en", authority=LIMITS, minor=117_200):
    offers = {each.rung: each for each in offer_ladder(Money(minor, "EUR"), TODAY, authority, Decimal(9))}
    return offer_words(offers[rung], OfferVoice(language, decimal_text, date.isoformat))


@pytest.mark.parametrize(
    ("rung", "sentence"),
    [
        (Rung.NOW, "Could you pay the 1172.00 today?"),
        (Rung.FRIDAY, "Could the 1172.00 be with us by 2026-11-27?"),
        (Rung.TWO_PARTS, "We can take it in two parts: 586.00 today and 586.00 on 2026-12-24."),
        (
            Rung.LONGEST,
            "176.00 today, then 6 payments of 166.00, the first on 2026-12-01 and the last on 2027-05-03.",
        ),
        (
            Rung.SETTLEMENT,
            "If 1113.40 is with us by 2026-11-27, we let off 58.60 and the matter is closed.",
        ),
    ],
)
def test_each_rung_is_said_with_its_days_and_cents(rung, sentence):
    assert words(rung) == sentence


def test_a_last_payment_that_differs_is_said_by_itself():
    said = words(Rung.LONGEST, authority=Authority(max_installments=7), minor=100_000)
    assert said == "6 payments of 142.85, the first on 2026-12-01, and a last one of 142.90 on 2027-06-01."


@pytest.mark.parametrize(
    ("language", "start"),
    [
        ("de-AT", "Zwei Teile sind möglich: 586.00 heute"),
        ("fr", "Un paiement en deux fois"),
        ("es", "Es posible en dos"),
        ("fi", "We can take it"),
    ],
)
def test_the_rungs_speak_the_language_of_the_script(language, start):
    assert words(Rung.TWO_PARTS, language).startswith(start)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize("rung", list(Rung))
def test_every_rung_can_be_said_in_every_language(language, rung):
    said = words(rung, language)
    assert "{" not in said
    assert said[-1] in ".?"


def test_within_another_sentence_the_plan_has_no_full_stop():
    offers = offer_ladder(Money(117_200, "EUR"), TODAY, LIMITS, Decimal(9))
    longest = next(each for each in offers if each.rung is Rung.LONGEST)
    voice = OfferVoice("en", decimal_text, date.isoformat)
    assert plan_words(longest, voice).endswith("2027-05-03")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("R-107", "R Romeo · dash · 1 · 0 · 7"),
        ("x/ü 4", "x X-ray · slash · ü · space · 4"),
        ("", ""),
        ("  a  b ", "a Alfa · space · b Bravo"),
    ],
)
def test_a_reference_is_spelled(text, said):
    assert spell(text) == said
