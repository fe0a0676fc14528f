"""What the words of a header mean: folded, cut into known words of five languages, and named as concepts.

``Invoice_Date``, ``invoicedate``, ``Rechnungsdatum`` and ``Data faktury`` all become {invoice, date}. Words that
are not known stay in the set as ``?word``, so that a rule can tell ``Date`` from ``PaperlessDate``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from arcaller.domain.money import EXPONENTS

_WORDS: dict[str, str] = {
    "invoice": "invoice inv bill billing rechnung rechnungs facture factura facturas faktura faktury fakture fv item",
    "document": "document doc beleg belegs documento dokument dokumentu piece voucher",
    "client": "client customer cust debtor debitor debitoren debitors buyer kunde kunden cliente clientes "
    "klient klienta "
    "kontrahent kontrahenta nabywca odbiorca payer partner acheteur deudor dluznik",
    "account": "account acct acc konto compte cuenta",
    "company": "company firma firm organisation organization business societe empresa unternehmen entreprise spolka",
    "number": "number no num nr nbr id code codigo key numero numer nummer kod ident identifier n #",
    "name": "name names nom nombre nazwa bezeichnung raison",
    "date": "date datum fecha data day dates dt on",
    "due": "due faellig fallig falligkeit falligkeits faelligkeit faelligkeits vencimiento vence echeance "
    "termin terminie "
    "platnosci maturity payable zahlbar",
    "amount": "amount amt betrag betrags montant importe kwota value wert summe suma sum sumy monto valeur amounts",
    "gross": "total gross brutto ttc gesamt",
    "net": "net netto ht neto",
    "tax": "tax vat mwst ust iva tva podatek gst",
    "open": "open outstanding balance remaining offen offener offene offenes rest restbetrag saldo solde restant "
    "pendiente unpaid pozostalo otwarte otwarta nalezne",
    "currency": "currency curr ccy cur waehrung wahrung devise moneda divisa waluta",
    "settled": "settled settle settlement cleared clear clearing paid bezahlt ausgleich ausgleichs ausgeglichen "
    "regle "
    "reglement paye pagado pago cobrado cobro zaplacono zaplaty zaplacona closed",
    "payment": "payment payments pay pmt zahlung zahlungs zahlungseingang paiement virement eingang wplata "
    "wplaty wplat "
    "receipt received remittance",
    "posting": "posting posted booking buchung buchungs comptabilisation contabilizacion ksiegowania",
    "issued": "issued issue ausgestellt ausstellung ausstellungs emission emitted emitida emision wystawienia "
    "wystawiona",
    "baseline": "baseline",
    "created": "create created creation entry entered erfasst",
    "disputed": "disputed dispute strittig reklamation reklamiert litige contestee disputa disputada sporna "
    "reklamacja",
    "order": "po order purchase bestellung bestell bestellnummer auftrag commande pedido orden zamowienie zamowienia",
    "reference": "reference ref referenz referencia verwendungszweck zweck concepto tytul tytulem tytul memo "
    "narrative",
    "email": "email mail emails correo courriel",
    "phone": "phone telephone tel telefon telefono mobile handy fon cell",
    "contact": "contact ansprechpartner kontakt contacto interlocuteur person osoba",
    "street": "street strasse str rue calle ulica address addr adresse direccion adres line",
    "postcode": "postcode postal zip plz cp kod_pocztowy postleitzahl pocztowy",
    "city": "city town ort stadt ville ciudad miasto",
    "region": "region state province bundesland provincia wojewodztwo",
    "country": "country land pays pais kraj",
    "terms": "terms term zahlungsziel ziel zahlungsbedingung conditions condiciones warunki",
    "days": "days tage jours dias dni late delay age aging overdue",
    "kind": "type kind typ art flag is status category class",
    "": "in of the der die das des de du la le el del do w z to at for per von zu a and und et y i s",
}  # fmt: skip

_MEANING: dict[str, str] = {word: concept for concept, words in _WORDS.items() for word in words.split()}
_TOKEN = re.compile(r"[a-z]+|[0-9]+|#")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "№": "#", "°": "#"})


def fold(text: str) -> str:
    """Lower case, without accents; the form in which headers are compared."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@cache
def concepts_of(header: str) -> frozenset[str]:
    """Concepts in ``header`` (empty when no word of it is known); unknown words appear as ``?word``."""
    found: set[str] = set()
    for token in _TOKEN.findall(fold(_CAMEL.sub(" ", header.replace("e-mail", "email").replace("E-Mail", "email")))):
        for word in _cut(token):
            concept = _MEANING.get(word, "" if word.upper() in EXPONENTS else f"?{word}")
            if concept:
                found.add(concept)
    known = {concept for concept in found if not concept.startswith("?")}
    return frozenset(found if known else ())


def _cut(token: str) -> list[str]:
    """``token`` as known words (``invoicedate``: invoice, date) if it can be cut so without rest, else itself.

    Cut words have three letters or more, the fewest words win: short words would find themselves everywhere.
    """
    if token in _MEANING or len(token) > 40:
        return [token]
    ways: list[list[str] | None] = [[]] + [None] * len(token)
    for end in range(1, len(token) + 1):
        for start in range(end):
            before, word = ways[start], token[start:end]
            good = len(word) > 2 or word in {"id", "no", "nr", "po", "s"}
            if before is not None and good and word in _MEANING:
                here = ways[end]
                if here is None or len(before) + 1 < len(here):
                    ways[end] = [*before, word]
    return ways[-1] or [token]
