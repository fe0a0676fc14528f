"""A row of the list as it is painted and heard."""

from __future__ import annotations

from arcaller.data.queries.work.work_list import WorkListRow
from arcaller.ui.shared.tables.paged_model import Cells
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.work_list.local_clocks import row_zones
from arcaller.ui.work_list.reasons import Reason, Reasons
from arcaller.ui.work_list.row_delegate import WorkLine

GONE = Cells(
    ("",), "This client is no longer here", row=WorkLine("–", "", Reason("No longer here", is_done=True), ())
)


class WorkCells:
    """Makes the cells of rows; ``is_ahead``: of a view whose clients come up another day."""

    def __init__(self, formats: Formats, home_currency: str, reasons: Reasons, *, is_ahead: bool) -> None:
        self._formats, self._home, self._reasons, self._is_ahead = formats, home_currency, reasons, is_ahead

    def cells(self, row: WorkListRow) -> Cells:
        """What is painted of ``row``, its tip in full, and the sentence by which it is heard."""
        reasons = self._reasons
        amount = self._formats.amount_at_home(row.overdue_minor, row.currency, self._home)
        short = reasons.ahead(row) if row.is_on_list and self._is_ahead else reasons.short(row)
        line = WorkLine(row.name, amount, short, row_zones(row.time_zone, row.country, row.region))
        done = "done today, " if short.is_done else ""
        rest = f" · {short.rest}" if short.rest else ""
        group = f"; {reasons.linked(row)}" if row.linked is not None else ""
        value_class = "; class A" if row.value_class == "A" else ""
        whole = f"{reasons.whole(row)}{group}{value_class}"
        return Cells(
            (f"{row.name}\n{short.lead}{rest}\n{whole}",), f"{row.name}, {done}{short.lead}; {whole}", row=line
        )
