"""The pages of the help, as they lie in ``resources/help``."""

from __future__ import annotations

from arcaller.paths import resource

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


def page_text(name: str) -> str:
    """The page called ``name`` as Markdown. Raises KeyError for one there is not."""
    if name not in PAGES:
        raise KeyError(name)
    return resource("help", f"{name}.md").read_text(encoding="utf-8")


def page_of_link(link: str) -> str:
    """The page that ``link`` of another page leads to; "" where it leads out of the help."""
    name = link.removesuffix(".md")
    return name if link.endswith(".md") and name in PAGES else ""
