"""How hard an English text is to read: the Flesch-Kincaid grade, a year of school in the United States.

0.39 · words/sentences + 11.8 · syllables/words − 15.59 (Kincaid and others, 1975). Names, numbers and addresses are
left out first; they say nothing about how a text is written.
"""

from __future__ import annotations

import re

_LEFT_OUT = re.compile(
    r"\{\{[^{}]*\}\}|https?://\S+|[\w.+-]+@[\w.-]+|\S*\d\S*|(?<=[a-z,;] )[A-Z][\w'-]*", re.MULTILINE
)
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_LEAST_WORDS = 8
"""Fewer words than this have no grade worth showing."""


def reading_grade(text: str) -> float | None:
    """The grade of ``text``, never below 0; ``None`` where it is too short to have one."""
    plain = _LEFT_OUT.sub(" ", text)
    words = _WORD.findall(plain)
    if len(words) < _LEAST_WORDS:
        return None
    sentences = sum(1 for part in _SENTENCE_END.split(plain) if _WORD.search(part))
    syllable_count = sum(map(syllables, words))
    return max(0.0, 0.39 * len(words) / max(1, sentences) + 11.8 * syllable_count / len(words) - 15.59)


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e: ``delinquent`` 3, ``owed`` 1, ``table`` 2."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", plain))
    silent = re.search(r"(?<![aeiouyl])e$|[^aeioudt]ed$|(?<=[aeiouy])[^aeiouy]?es$", plain)
    if re.search(r"[^aeiouy]le$", plain):
        silent = None
    return max(1, groups - (1 if silent and groups > 1 else 0))
