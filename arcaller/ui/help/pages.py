"""The pages of the help, as they lie in ``resources/help``."""

from __future__ import annotations

from arcaller.domain.calls.outcomes import CallOutcome
from arcaller.paths import resource
from arcaller.ui.shared.outcome_keys import OutcomeKeys

PAGES: dict[str, str] = {
    "today": "Today",
    "call-sheet": "The call sheet",
    "outcomes": "Outcomes and keys",
    "promises": "Promises",
    "plans": "Plans",
    "plan-wizard": "Building a plan",
    "clients": "Clients",
    "client-card": "The client card",
    "rules": "Rules",
    "import": "Import",
    "settings": "Settings",
    "first-run": "Beginning",
}
"""Name and title of each page, in the order in which a day goes."""


def page_text(name: str, keys: OutcomeKeys | None = None) -> str:
    """The page called ``name`` as Markdown; ``{{plan}}`` and its like become the digits of the outcomes here.

    Raises KeyError for a page there is not.
    """
    if name not in PAGES:
        raise KeyError(name)
    text = resource("help", f"{name}.md").read_text(encoding="utf-8")
    for outcome in CallOutcome:
        text = text.replace(f"{{{{{outcome.value}}}}}", (keys or OutcomeKeys()).of(outcome))
    return text


def page_of_link(link: str) -> str:
    """The page that ``link`` of another page leads to; "" where it leads out of the help."""
    name = link.removesuffix(".md")
    return name if link.endswith(".md") and name in PAGES else ""
