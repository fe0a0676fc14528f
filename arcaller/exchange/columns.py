"""What each column of a foreign table means: found from its header's words and from what stands in it.

The best column is taken for each field, the others are named and left out; nothing is taken on a guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any, Literal

from arcaller.domain.errors import DomainError
from arcaller.domain.money import EXPONENTS
from arcaller.exchange.dates import looks_like_date
from arcaller.exchange.header_words import concepts_of, fold
from arcaller.exchange.tabular import header_fingerprint

Kind = Literal["invoices", "payments", "clients"]
Content = Literal["date", "amount", "currency", "flag", "email", "phone", "days", "words", "place", "code", "id"]

_NUMBER = re.compile(
    r"[^\W\d_]{0,3}[€$£₹¥]?\s?[-+−(]?[€$£₹¥]?\s?\d[\d.,'’ \u00a0\u202f]*[-)]?\s?(?:[A-Z]{3}|[€$£₹¥])?"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d()/. \-]{6,25}(?:(?:x|ext\.?) ?\d+)?")
_DAYS = re.compile(r"(?:net|netto|in|bis|n)?\s?\d{1,3}(?:\.0)?\D{0,12}", re.IGNORECASE)
_SURE = 50
YES = frozenset(["yes", "y", "true", "t", "1", "x", "ja", "oui", "si", "tak", "disputed", "open", "1.0"])
NO = frozenset(["no", "n", "false", "f", "0", "nein", "non", "nie", "0.0", "none", "-"]) | {""}
_STATES_OF_ITEMS = YES | NO | {
    "closed", "paid", "unpaid", "overdue", "due", "cancelled", "canceled", "void", "draft", "sent", "settled",
    "partial", "active", "inactive",
}  # fmt: skip
"""What a column called "State" holds where it means no place."""


@dataclass(frozen=True, slots=True)
class _Rule:
    field: str
    needs: frozenset[str]
    score: int
    content: Content


def _rules(text: str) -> tuple[_Rule, ...]:
    rules = []
    for line in filter(None, text.splitlines()):
        name, content, *ways = line.split()
        for way in ways:
            score, _, concepts = way.partition(":")
            rules.append(_Rule(name, frozenset(concepts.split("+")), int(score), content))  # type: ignore[arg-type]
    return tuple(rules)


_CLIENT_RULES = """
client_number code 100:client+number 95:account+number 85:account 80:company+number 55:account+reference
client_number id 85:client
client_name words 100:client+name 90:company+name 85:account+name 80:client 75:company 70:name
currency currency 100:currency 95:invoice+currency 90:document+currency
email email 100:email 100:client+email 95:contact+email
phone phone 100:phone 100:phone+number 100:client+phone 95:contact+phone
contact_name words 100:contact+name 90:contact
street words 100:street
postcode code 100:postcode 95:postcode+number
city words 100:city
region place 100:region
country words 100:country 95:country+number 90:country+name
"""
_TERMS_RULE = "terms_days days 100:terms 100:payment+terms 95:terms+days 90:payment+days 90:settled+terms\n"
_RULES: dict[Kind, tuple[_Rule, ...]] = {
    "invoices": _rules(
        _CLIENT_RULES + _TERMS_RULE + """
number code 100:invoice+number 95:invoice+reference 90:client+invoice+number 85:document+number 80:invoice 75:number
number code 70:document 68:posting+number 60:reference
invoice_date date 100:invoice+date 95:issued+date 95:invoice+issued+date 90:issued 90:document+date 80:posting+date
invoice_date date 75:document+created+date 70:created+date 60:baseline+date 55:date 50:baseline+created+date
due_date date 100:due+date 100:due 95:payment+due+date 95:invoice+due+date 90:settled+due+date 90:net+due+date
amount amount 100:invoice+amount 98:invoice+gross 98:gross+amount 95:document+amount 90:amount 85:gross
amount amount 80:invoice+gross+amount 70:invoice+net+amount
open_amount amount 100:open+amount 95:open 95:open+due 95:gross+open+amount 95:invoice+open+amount 95:gross+open
open_amount amount 90:due+amount 88:gross+due 88:gross+due+amount
settled_date date 100:settled+date 95:payment+date 92:settled 90:invoice+settled+date 60:payment
settled_amount amount 100:settled+amount 95:payment+amount 90:settled 85:payment 85:payment+gross
disputed flag 100:disputed 95:disputed+kind
po_reference code 100:order+number 95:order 95:order+reference 90:client+order+number 90:client+order
po_reference code 90:client+reference 60:reference
"""
    ),
    "payments": _rules(
        _CLIENT_RULES + """
payment_date date 100:payment+date 95:settled+date 90:posting+date 85:document+date 80:date 75:payment 60:created+date
amount amount 100:payment+amount 95:settled+amount 90:amount 85:gross+amount 80:gross 75:payment 60:invoice+amount
number code 100:invoice+number 90:invoice 85:invoice+reference 80:document+number
reference words 100:payment+reference 95:reference 90:payment+number 85:posting+number
"""
    ),
    "clients": _rules(
        _CLIENT_RULES + _TERMS_RULE + """
client_number code 75:number
client_name words 72:contact+company
"""
    ),
}  # fmt: skip
FIELD_LABELS: dict[str, str] = {
    "client_number": "client number", "client_name": "client name", "number": "invoice number",
    "invoice_date": "invoice date", "due_date": "due date", "amount": "amount", "open_amount": "open amount",
    "currency": "currency", "settled_date": "settled date", "settled_amount": "settled amount",
    "disputed": "disputed", "po_reference": "purchase order", "email": "e-mail", "phone": "phone",
    "contact_name": "contact name", "street": "street", "postcode": "postcode", "city": "city",
    "region": "state or province", "country": "country",
    "terms_days": "terms in days", "payment_date": "payment date", "reference": "reference",
}  # fmt: skip
DATE_FIELDS = ("invoice_date", "due_date", "settled_date", "payment_date")
AMOUNT_FIELDS = ("amount", "open_amount", "settled_amount")
_NEEDED: dict[Kind, tuple[tuple[str, ...], ...]] = {
    "invoices": (("client_number", "client_name"), ("number",), ("due_date", "terms_days"),
                 ("due_date", "invoice_date"), ("amount", "open_amount")),
    "payments": (("client_number", "client_name", "number"), ("payment_date",), ("amount",)),
    "clients": (("client_number", "client_name"),),
}  # fmt: skip


def fields_of(kind: Kind) -> tuple[str, ...]:
    """The fields that a table of ``kind`` may have, in the order of ``FIELD_LABELS``."""
    allowed = {rule.field for rule in _RULES[kind]}
    return tuple(name for name in FIELD_LABELS if name in allowed)


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What stands in one column: non-blank sample cells, and over the whole table how many cells are blank."""

    index: int
    name: str
    sample: tuple[object, ...]
    blank: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """Field → column index (0 is the first column), with what was chosen and left out in words."""

    kind: Kind
    columns: Map[str, int]
    fingerprint: str
    notes: tuple[str, ...] = field(default=(), compare=False)

    def missing(self) -> tuple[str, ...]:
        """What a table of this kind still needs, in words (``client number or client name``)."""
        return tuple(
            " or ".join(FIELD_LABELS[name] for name in either)
            for either in _NEEDED[self.kind]
            if not any(name in self.columns for name in either)
        )

    def require_complete(self, header: Sequence[str]) -> None:
        """Refuse a mapping that lacks a needed field, naming the columns there are."""
        if missing := self.missing():
            raise DomainError(
                f"No column was found for {', '.join(missing)}; the columns are {', '.join(filter(None, header))}. "
                "Rename the column, or say which it is by a mapping.",
                "mapping",
            )

    def to_json(self, header: Sequence[str]) -> str:
        """The mapping file: kind and, per field, the header of its column (its number where that is not unique)."""
        named = {
            name: header[column] if header[column] and list(header).count(header[column]) == 1 else column + 1
            for name, column in self.columns.items()
        }
        return json.dumps({"kind": self.kind, "columns": named}, indent=2, ensure_ascii=False)


def mapping_from_json(text: str, header: Sequence[str]) -> Mapping:
    """Read a mapping file; columns by header (case and marks do not matter) or by number from 1."""
    try:
        data: Any = json.loads(text)
        kind, columns = data.get("kind", "invoices"), dict(data["columns"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DomainError(
            'The mapping is no JSON such as {"kind": "invoices", "columns": {"number": "Invoice no."}}.', "mapping"
        ) from None
    if kind not in _RULES:
        raise DomainError(f"The mapping names the kind “{kind}”; write invoices, payments or clients.", "mapping")
    allowed = {rule.field for rule in _RULES[kind]}
    folded = [_key(name) for name in header]
    found: dict[str, int] = {}
    for name, column in columns.items():
        if name not in allowed:
            known = ", ".join(sorted(allowed))
            raise DomainError(f"The mapping names the field “{name}”; the fields of {kind} are {known}.", "mapping")
        index = column - 1 if type(column) is int else _index(folded, str(column))
        if not 0 <= index < len(header):
            raise DomainError(
                f"The mapping names the column “{column}”; the columns are {', '.join(header)}.", "mapping"
            )
        found[name] = index
    return Mapping(kind, found, header_fingerprint(header))


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _index(folded: Sequence[str], name: str) -> int:
    return folded.index(_key(name)) if _key(name) in folded else -1


def find_mapping(facts: Sequence[ColumnFacts], header: Sequence[str], kind: Kind | None = None) -> Mapping:
    """Find the kind of the table (unless given) and the column of each field."""
    if kind is None:
        kind = _kind_of(facts)
    return _mapping_of(facts, header, kind)


def _kind_of(facts: Sequence[ColumnFacts]) -> Kind:
    """Invoices if it has dates and amounts of invoices, payments if of payments, clients if neither."""
    invoices = {name for _, name, _ in _candidates(facts, "invoices")}
    payments = {name for _, name, _ in _candidates(facts, "payments")}
    words = [concepts_of(column.name) for column in facts]
    if not invoices & {"amount", "open_amount"} and not payments & {"amount"}:
        return "clients"
    if any("due" in found for found in words) or any({"invoice", "date"} <= found for found in words):
        return "invoices"
    if "payment_date" in payments and any({"payment", "settled"} & found for found in words):
        return "payments"
    return "invoices" if "number" in invoices else "payments" if "payment_date" in payments else "invoices"


def _candidates(facts: Sequence[ColumnFacts], kind: Kind) -> list[tuple[float, str, ColumnFacts]]:
    """(score, field, column) of every column that a field could take, best first."""
    found: dict[tuple[str, int], tuple[float, str, ColumnFacts]] = {}
    for column in facts:
        concepts = concepts_of(column.name)
        for rule in _RULES[kind]:
            if not rule.needs <= concepts:
                continue
            score = rule.score - sum(_cost(extra, rule) for extra in concepts - rule.needs)
            fits = _fits(column.sample, rule.content, _share_needed(rule, score))
            key = (rule.field, column.index)
            if score >= _SURE and fits and (key not in found or found[key][0] < score):
                found[key] = (score - _blank_cost(rule.field, column), rule.field, column)
    return sorted(found.values(), key=lambda item: (-item[0], item[2].index))


def _share_needed(rule: _Rule, score: int) -> float:
    """The part of the cells that must look right: none under “Invoice date” itself, where bad cells become errors."""
    if score >= 95 and len(rule.needs) > 1 and rule.content in {"date", "amount", "code"}:
        return 0
    return 0.2 if score >= 90 else 0.6


def _cost(extra: str, rule: _Rule) -> int:
    """What a word beyond the rule costs: a known one says the column means something else, a number little."""
    if not extra.startswith("?"):
        return 60
    if extra[1:].isdigit():
        return 1
    return 40 if len(rule.needs) == 1 else 30


def _blank_cost(name: str, column: ColumnFacts) -> float:
    """A few blanks in a column that every row needs cost more than a somewhat better header is worth."""
    if not column.blank or name not in {"number", "client_number", "due_date", "invoice_date", "amount"}:
        return 0
    return 18 + 20 * column.blank / max(column.rows, 1)


def _mapping_of(facts: Sequence[ColumnFacts], header: Sequence[str], kind: Kind) -> Mapping:
    columns: dict[str, int] = {}
    rivals: dict[str, list[str]] = {}
    taken: dict[int, str] = {}
    candidates = _candidates(facts, kind)
    for _, name, column in candidates:
        if name not in columns and column.index not in taken:
            columns[name] = column.index
            taken[column.index] = name
    for _, name, column in candidates:
        if column.index not in taken:
            rivals.setdefault(name, []).append(column.name)
    if kind == "invoices" and "amount" not in columns and "open_amount" not in columns:
        columns.pop("settled_amount", None)
    columns = {name: columns[name] for name in FIELD_LABELS if name in columns}
    named = {column.index: column.name for column in facts}
    notes = [f"{FIELD_LABELS[name].capitalize()}: {named[index]}." for name, index in columns.items()]
    seen: set[str] = set()
    for name, others in rivals.items():
        fresh = [other for other in others if other not in seen]
        seen.update(fresh)
        if fresh:
            chosen = named[columns[name]]
            notes.append(
                f"{', '.join(fresh)} could serve as {FIELD_LABELS[name]} too; {chosen} was taken, the rest left out."
            )
    unsure = [c.name for c in facts if c.index not in taken and c.name not in seen]
    if unsure:
        notes.append(f"Left out, meaning not sure: {', '.join(unsure)}.")
    return Mapping(kind, dict(columns), header_fingerprint(header), tuple(notes))


def _fits(sample: Iterable[object], content: Content, share: float) -> bool:
    """Whether ``share`` of the sample can be what the field needs (a column without any value fits everything).

    Under an unmistakable header less is asked, so that bad cells are named row by row, not the column left out.
    """
    cells = [cell for cell in sample if cell != ""]
    if not cells:
        return True
    good = sum(1 for cell in cells if _TESTS[content](cell))
    return good >= share * len(cells)


def is_amount(cell: object) -> bool:
    if isinstance(cell, str):
        return _NUMBER.fullmatch(cell.strip()) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def is_date(cell: object) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return 20_000 <= cell < 70_000 or 19_000_101 <= cell <= 21_991_231
    return looks_like_date(cell) or (isinstance(cell, str) and re.fullmatch(r"[2-6]\d{4}(\.0)?", cell) is not None)


def _text(cell: object) -> str:
    return str(cell).strip()


_TESTS: dict[Content, Any] = {
    "date": is_date,
    "amount": is_amount,
    "currency": lambda cell: _text(cell).upper() in EXPONENTS or _text(cell) in {"$", "€", "£", "₹", "zł"},
    "flag": lambda cell: fold(_text(cell)) in YES | NO,
    "email": lambda cell: _EMAIL.fullmatch(_text(cell)) is not None,
    "phone": lambda cell: _PHONE.fullmatch(_text(cell)) is not None or isinstance(cell, float),
    "days": lambda cell: _DAYS.fullmatch(_text(cell)) is not None,
    "words": lambda cell: any(c.isalpha() for c in _text(cell)),
    "place": lambda cell: any(c.isalpha() for c in _text(cell)) and fold(_text(cell)) not in _STATES_OF_ITEMS,
    "id": lambda cell: any(c.isdigit() for c in _text(cell)) and " " not in _text(cell),
    "code": lambda cell: len(_text(cell)) <= 60 and (_text(cell).isdigit() or not looks_like_date(cell)),
}
