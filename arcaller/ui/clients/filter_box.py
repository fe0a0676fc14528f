"""Which clients the list shows: terms with their counts, added one to the other; combinations kept for later."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox

from arcaller.data.queries.clients.client_list import load_client_ids
from arcaller.data.queries.clients.filters import ClientFilter, Facet, FilterTerm, load_facets
from arcaller.services.clients.cards import KINDS
from arcaller.services.desk import Desk
from arcaller.ui.shared.compat import override

FILTERS_KEY = "clients.filters"
_WORDS = {
    "promise": "With an open promise", "dispute": "In dispute", "plan": "With a payment plan",
    "paused": "Paused, client or invoice", "orphan": "Overdue without next step",
}  # fmt: skip
_LABELS = {"owner": "Owner", "kind": "Kind", "segment": "Segment", "tag": "Tag", "class": "Class"}
_CLEAR, _KEEP, _FORGET = "clear", "keep", "forget"
_MOST_KEPT = 20


class FilterBox(QComboBox):
    """``filter_changed()`` when :attr:`terms` are others. Kept filters survive a restart, the chosen one does not."""

    filter_changed = Signal()

    def __init__(
        self, make_desk: Callable[[], Desk], read: Callable[[str], str], save: Callable[[str, str], None]
    ) -> None:
        super().__init__()
        self._make_desk, self._save = make_desk, save
        self.terms: ClientFilter = ()
        self._names: dict[FilterTerm, str] = {}
        self.kept = _read_kept(read(FILTERS_KEY))
        self.setAccessibleName("Filter of the client list")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.setMinimumWidth(96)
        self.addItem("All clients")
        self.activated.connect(self._chosen)

    def words(self) -> str:
        """``Owner Asha Rao, in dispute``; "" where every client is shown."""
        return self._words_of(self.terms)

    def clear_filter(self) -> None:
        """Every client again."""
        self._set(())

    def refill(self) -> None:
        """Count anew; the first line says what is shown now."""
        desk = self._make_desk()
        facets = load_facets(desk.ledger, desk.today)
        self._names = {facet.term: _name(facet) for facet in facets}
        self.clear()
        self.addItem(self.words() or "All clients")
        if self.terms:
            self.addItem("✕ All clients", _CLEAR)
            is_kept = self.terms in self.kept
            self.addItem("− Forget this filter" if is_kept else "★ Keep this filter", _FORGET if is_kept else _KEEP)
        for kept in self.kept:
            count = len(load_client_ids(desk.ledger, terms=kept, today=desk.today))
            self.addItem(f"★ {self._words_of(kept)} ({count})", kept)
        for facet in facets:
            if facet.term not in self.terms:
                self.addItem(f"{self._names[facet.term]} ({facet.count})", facet.term)
        self.setCurrentIndex(0)

    def _words_of(self, terms: ClientFilter) -> str:
        return ", ".join(self._names.get(term) or _plain_name(term) for term in terms)

    def _chosen(self, place: int) -> None:
        data = self.itemData(place)
        if isinstance(data, FilterTerm):
            self._set(tuple(sorted({*self.terms, data})))
        elif data == _CLEAR:
            self._set(())
        elif data in (_KEEP, _FORGET):
            others = [kept for kept in self.kept if kept != self.terms]
            self.kept = ([self.terms] if data == _KEEP else []) + others[: _MOST_KEPT - 1]
            self._save(FILTERS_KEY, json.dumps([[[t.kind, t.value] for t in kept] for kept in self.kept]))
            self.refill()
        elif isinstance(data, tuple):
            self._set(data)

    def _set(self, terms: ClientFilter) -> None:
        self.terms = terms
        self.refill()
        self.filter_changed.emit()

    @override
    def showPopup(self) -> None:
        self.refill()
        super().showPopup()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.refill()
        super().focusInEvent(event)


def _name(facet: Facet) -> str:
    kind = facet.term.kind
    if kind == "kind":
        return KINDS.get(facet.term.value, facet.term.value)
    return f"{_LABELS[kind]} {facet.name or 'nobody'}" if kind in _LABELS else _WORDS[kind]


def _plain_name(term: FilterTerm) -> str:
    return _WORDS.get(term.kind) or f"{_LABELS.get(term.kind, term.kind)} {term.value}"


def _read_kept(stored: str) -> list[ClientFilter]:
    """The filters kept; what cannot be read, or means nothing today, is passed over."""
    try:
        kept = [
            tuple(FilterTerm(str(kind), str(value)) for kind, value in terms) for terms in json.loads(stored or "[]")
        ]
    except (ValueError, TypeError):
        return []
    return [terms for terms in kept if terms and all(term.is_known for term in terms)]
