"""The rungs of the offer ladder as sentences to read out, in the languages of the scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from arcaller.domain.plans.installments import Schedule
from arcaller.domain.plans.offers import Offer, Rung
from arcaller.domain.talking.languages import ENGLISH, base_language


@dataclass(frozen=True, slots=True)
class OfferVoice:
    """How amounts and days sound in ``language``."""

    language: str
    say_amount: Callable[[int, str], str]
    say_day: Callable[[date], str]


_NOW, _BY, _TWO, _EQUAL, _LAST, _DOWN, _SETTLED = "now", "by", "two", "equal", "last", "down", "settled"
_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        _NOW: "Could you pay the {total} today?",
        _BY: "Could the {total} be with us by {day}?",
        _TWO: "We can take it in two parts: {down} today and {each} on {day}.",
        _EQUAL: "{count} payments of {each}, the first on {day} and the last on {end}.",
        _LAST: "{count} payments of {each}, the first on {day}, and a last one of {last} on {end}.",
        _DOWN: "{down} today, then {rest}",
        _SETTLED: "If {total} is with us by {day}, we let off {discount} and the matter is closed.",
    },
    "de": {
        _NOW: "Könnten Sie die {total} heute zahlen?",
        _BY: "Könnten die {total} bis {day} bei uns sein?",
        _TWO: "Zwei Teile sind möglich: {down} heute und {each} am {day}.",
        _EQUAL: "{count} Raten zu {each}, die erste am {day} und die letzte am {end}.",
        _LAST: "{count} Raten zu {each}, die erste am {day}, und eine letzte zu {last} am {end}.",
        _DOWN: "{down} heute, danach {rest}",
        _SETTLED: "Wenn {total} bis {day} bei uns sind, erlassen wir {discount}, und die Sache ist erledigt.",
    },
    "fr": {
        _NOW: "Pourriez-vous régler les {total} aujourd'hui ?",
        _BY: "Les {total} pourraient-ils nous parvenir d'ici le {day} ?",
        _TWO: "Un paiement en deux fois est possible : {down} aujourd'hui et {each} le {day}.",
        _EQUAL: "{count} versements de {each}, le premier le {day} et le dernier le {end}.",
        _LAST: "{count} versements de {each}, le premier le {day}, et un dernier de {last} le {end}.",
        _DOWN: "{down} aujourd'hui, puis {rest}",
        _SETTLED: "Si {total} nous parviennent d'ici le {day}, nous remettons {discount} et l'affaire est close.",
    },
    "es": {
        _NOW: "¿Podría pagar los {total} hoy?",
        _BY: "¿Podrían llegarnos los {total} antes del {day}?",
        _TWO: "Es posible en dos partes: {down} hoy y {each} el {day}.",
        _EQUAL: "{count} pagos de {each}, el primero el {day} y el último el {end}.",
        _LAST: "{count} pagos de {each}, el primero el {day}, y uno último de {last} el {end}.",
        _DOWN: "{down} hoy y después {rest}",
        _SETTLED: "Si {total} nos llegan antes del {day}, le perdonamos {discount} y el asunto queda cerrado.",
    },
}


def offer_words(offer: Offer, voice: OfferVoice) -> str:
    """``We can take it in two parts: 586 euro today and 586 euro on Thursday 24 December.``; English if unknown."""
    sentences = _SENTENCES.get(base_language(voice.language), _SENTENCES[ENGLISH])
    plan, first, last = offer.plan, offer.plan.installments[0], offer.plan.installments[-1]

    def say(minor: int) -> str:
        return voice.say_amount(minor, plan.currency)

    facts = {
        "total": say(plan.total.minor),
        "day": voice.say_day(first.due_on),
        "end": voice.say_day(last.due_on),
        "down": say(plan.down_payment.minor),
        "each": say(first.amount.minor),
        "last": say(last.amount.minor),
        "discount": say(plan.discount.minor),
    }
    match offer.rung:
        case Rung.NOW:
            return sentences[_NOW].format(**facts)
        case Rung.FRIDAY:
            return sentences[_BY].format(**facts)
        case Rung.TWO_PARTS:
            return sentences[_TWO].format(**facts)
        case Rung.SETTLEMENT:
            return sentences[_SETTLED].format(**facts)
        case Rung.LONGEST:
            return _longest(plan, sentences, facts)


def _longest(plan: Schedule, sentences: Mapping[str, str], facts: Mapping[str, str]) -> str:
    rows = plan.installments
    is_equal = rows[0].amount == rows[-1].amount
    count = len(rows) if is_equal else len(rows) - 1
    words = sentences[_EQUAL if is_equal else _LAST].format(count=count, **facts)
    return sentences[_DOWN].format(down=facts["down"], rest=words) if plan.down_payment else words


def plan_words(offer: Offer, voice: OfferVoice) -> str:
    """The sentence of an offer without its end mark, to stand within another one."""
    return offer_words(offer, voice).rstrip(".")
