"""The tone check with the words that come with the program."""

from __future__ import annotations

from functools import cache

from arcaller import paths
from arcaller.domain.talking import tone
from arcaller.domain.talking.languages import ENGLISH, base_language
from arcaller.domain.talking.tone import TextKind, ToneReport, ToneRules, check_tone, parse_tone


def check_text(text: str, kind: TextKind, language: str = ENGLISH) -> ToneReport:
    """What is to be said about the tone of ``text``; a language without a list of its own has nothing to say.

    It only tells: nothing is changed, nothing is sent.
    """
    rules = _rules(base_language(language))
    return check_tone(text, rules, kind) if rules is not None else ToneReport()


def check_note(text: str) -> ToneReport:
    """What is to be said about a note in the house, in whichever of the known languages it was written."""
    lists = [rules for language in _languages() if (rules := _rules(language)) is not None]
    return tone.check_note(text, sorted(lists, key=lambda rules: rules.language != ENGLISH))


@cache
def _rules(language: str) -> ToneRules | None:
    if language not in _languages():
        return None
    return parse_tone(paths.resource("tone", f"{language}.toml").read_text("utf-8"))


@cache
def _languages() -> tuple[str, ...]:
    return tuple(path.stem for path in sorted(paths.resource("tone").glob("*.toml")))
