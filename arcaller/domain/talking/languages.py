"""What the languages of the scripts say by themselves: greetings, words of debt, reasons of a dispute.

A language is the first part of a BCP 47 tag (``de`` of ``de-AT``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ENGLISH = "en"

LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
"""The languages that scripts are shipped in, in the words of the screen."""

_GREETINGS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "en": ((12, "Good morning"), (18, "Good afternoon"), (24, "Good evening")),
    "de": ((11, "Guten Morgen"), (18, "Guten Tag"), (24, "Guten Abend")),
    "fr": ((18, "Bonjour"), (24, "Bonsoir")),
    "es": ((13, "Buenos días"), (20, "Buenas tardes"), (24, "Buenas noches")),
}
"""Each greeting with the hour at which it ends."""

# Stems, so that every ending is met; what stands at a word's start only, so that "credible" is no credit.
_DEBT_STEMS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "debt",
        "indebt",
        r"owes?\b",
        r"owed\b",
        r"owing\b",
        "overdue",
        "past due",
        "arrear",
        "delinquen",
        "invoice",
        r"bills?\b",
        r"billed\b",
        r"billings?\b",
        "unpaid",
        "balance",
        "outstanding",
        "collection",
        "collector",
        "dunning",
        "remind",
        "account problem",
        "amount",
        "late payment",
        "in default",
        "defaulted",
        "bailiff",
        "credit bureau",
        "default notice",
    ),
    "de": (
        "schuld",
        "rechnung",
        # compounds such as Stromrechnung and Abrechnung; a Berechnung is a calculation
        r"(?!be)\w+rechnung",
        "faktur",
        "forderung",
        "mahn",
        "inkasso",
        "fällig",
        "überfällig",
        "rückstand",
        "rückständ",
        "ausstehend",
        "außenst",
        "offene post",
        "offenen post",
        "betrag",
        "beträge",
        "saldo",
        "unbezahlt",
        "verzug",
        "zahlungserinnerung",
        "säumig",
    ),
    "fr": (
        "dette",
        "factur",
        "quittance",
        "impayé",
        "échu",
        "échéance",
        "créance",
        "recouvrement",
        "relance",
        "solde",
        "arriéré",
        "montant",
        "débiteur",
        "débitrice",
        "en retard",
        "retard de paiement",
        "somme due",
        "restant dû",
        "vous devez",
        "huissier",
    ),
    "es": (
        "deuda",
        "deudor",
        "adeud",
        "factur",
        r"(?:el|al|del|su|un|este|ese) recibo\b",
        r"recibos\b",
        "vencid",
        "venci",
        "impag",
        "moros",
        "cobranza",
        "cobro",
        "saldo",
        "atras",
        "importe",
        "pendiente de pago",
        "pagos pendientes",
        "pago pendiente",
        "usted debe",
        "nos debe",
        "reclamación",
    ),
}
_DEBT = {
    language: re.compile(r"\b(?:" + "|".join(stems) + r")\w*", re.IGNORECASE)
    for language, stems in _DEBT_STEMS.items()
}
_SUM = re.compile(
    r"\d[\d.,'\u00a0\u202f ]*(?:€|\$|£|₹|¥|euros?\b|dollars?\b|pounds?\b|[A-Z]{3}\b)"
    r"|(?:€|\$|£|₹|¥|\b[A-Z]{3})\s?\d|\b\d+[.,]\d{2}\b",
)

_REASONS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "price": "Preis", "quantity": "Menge", "quality": "Qualität", "not_received": "nicht erhalten",
        "already_paid": "schon bezahlt", "wrong_order": "falsche Bestellung", "other": "offene Frage",
    },
    "fr": {
        "price": "prix", "quantity": "quantité", "quality": "qualité", "not_received": "non reçu",
        "already_paid": "déjà payé", "wrong_order": "erreur de commande", "other": "question ouverte",
    },
    "es": {
        "price": "precio", "quantity": "cantidad", "quality": "calidad", "not_received": "no recibido",
        "already_paid": "ya pagado", "wrong_order": "pedido equivocado", "other": "consulta abierta",
    },
}  # fmt: skip


_BEHIND: Mapping[str, str] = {
    "en": "{amount} of {day} is still open",
    "de": "{amount} vom {day} sind noch offen",
    "fr": "{amount} du {day} restent à régler",
    "es": "{amount} del {day} siguen pendientes",
}


def plan_behind_words(amount: str, day: str, language: str) -> str:
    """What is missing in a plan that is behind: ``200 euro of 1 November is still open``."""
    return _BEHIND.get(base_language(language), _BEHIND[ENGLISH]).format(amount=amount, day=day)


def base_language(tag: str) -> str:
    """``de`` of ``de-AT`` or ``de_AT``; "" of nothing."""
    return re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]


def day_greeting(hour: int, language: str = ENGLISH) -> str:
    """``Good afternoon`` by the client's local hour (0–23), in ``language``; English where it is not known."""
    greetings = _GREETINGS.get(base_language(language), _GREETINGS[ENGLISH])
    return next((words for until, words in greetings if hour < until), greetings[-1][1])


def debt_words(text: str, language: str) -> tuple[str, ...]:
    """The words of debt and the sums of money in ``text``, as they stand there; empty: anybody may hear it.

    In a language without a list of its own the words of all lists count.
    """
    known = _DEBT.get(base_language(language))
    patterns = [known] if known is not None else list(_DEBT.values())
    found = [match.group().strip() for pattern in (*patterns, _SUM) for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(found))


def reason_words(code: str, language: str) -> str:
    """The reason of a dispute as it is spoken: ``wrong order`` of ``wrong_order``."""
    return _REASONS.get(base_language(language), {}).get(code, code.replace("_", " "))
