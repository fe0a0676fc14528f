"""Golden figures of the public ledger, asked of the program as a nightly job would: by its headless verbs.

The ledger is the public data set of 2,466 invoices of one company in 2012 and 2013, in two exports with different
date patterns; both must give the same, and either must know the other's rows again. A third export has 120 rows more.
The expected figures were worked out independently of this program.
Exit status 1 if any differs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from reports import table

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2012-12-31"
EXPORTS = ("WA_Fn-UseC_-Accounts-Receivable.csv", "ibm_ar_variant_dmy_dates.csv")
LONGER_EXPORT = "ibm_ar_variant_with_missing.csv"
EXPECTED = {
    "rows imported": "2466",
    "open items": "99",
    "open total": "5725.06",
    "not due, items": "86",
    "not due, amount": "4936.32",
    "1-30 days, items": "13",
    "1-30 days, amount": "788.74",
    "CEI December 2012": "89.29",
    "DSO countback": "27.33",
    "best possible DSO": "23.56",
    "other export after it": "0 new, 2466 same",
    "longer export after it": "120 new, 2466 same",
}


def verb(ledger: Path, *words: str) -> Any:
    """What a verb answers as JSON; ends the run with the program's own words if it refuses."""
    command = [sys.executable, "main.py", *words, "--ledger", str(ledger), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        sys.exit(f"main.py {words[0]} ended with {done.returncode}: {(done.stderr or done.stdout).strip()}")
    return json.loads(done.stdout) if done.stdout.strip() else {}


def two_decimals(figure: Any) -> str:
    """A metric (a bare figure, or one with its inputs) rounded half up to the cent for comparing."""
    value = figure["value"] if isinstance(figure, dict) else figure
    return str(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def figures_of(export: Path, folder: Path) -> dict[str, str]:
    """The golden figures as the program gives them for one export, in a ledger of its own."""
    ledger = folder / f"{export.stem}.arcaller"
    verb(ledger, "new", "--company", "Reference", "--currency", "USD")
    imported = verb(ledger, "import", str(export), "--currency", "USD")
    aging = verb(ledger, "aging", "--as-of", AS_OF)["currencies"]["USD"]
    metrics = verb(ledger, "metrics", "--from", "2012-12-01", "--to", AS_OF)["currencies"]["USD"]
    not_due, first = aging["buckets"]["not_due"], aging["buckets"]["1-30"]
    other = next(export.parent / name for name in EXPORTS if name != export.name)
    again = verb(ledger, "import", str(other), "--currency", "USD")
    longer = verb(ledger, "import", str(export.parent / LONGER_EXPORT), "--currency", "USD")
    return {
        "rows imported": str(imported["new"]),
        "open items": str(aging["items"]),
        "open total": aging["total"],
        "not due, items": str(not_due["items"]),
        "not due, amount": not_due["amount"],
        "1-30 days, items": str(first["items"]),
        "1-30 days, amount": first["amount"],
        "CEI December 2012": two_decimals(metrics["cei"]),
        "DSO countback": two_decimals(metrics["dso_countback"]),
        "best possible DSO": two_decimals(metrics["best_possible_dso"]),
        "other export after it": f"{again['new']} new, {again['same']} same",
        "longer export after it": f"{longer['new']} new, {longer['same']} same",
    }


def main(ledgers: Path) -> int:
    """Print expected figures beside those of both exports."""
    with tempfile.TemporaryDirectory() as folder:
        found = [figures_of(ledgers / export, Path(folder)) for export in EXPORTS]
    rows = []
    for name, wanted in EXPECTED.items():
        answers = [each[name] for each in found]
        rows.append([name, wanted, *answers, "ok" if set(answers) == {wanted} else "DIFFERS"])
    print(table((f"as of {AS_OF}", "expected", "US dates", "day-first dates", ""), rows))
    return 1 if any(row[-1] == "DIFFERS" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
