"""All rules of contact together: the shipped files, the office's own versions over them, the hours of the house."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from arcaller.domain.contact.clock import CallHours
from arcaller.domain.contact.rules import HOUSE_HOURS, ContactRule, Profile, read_rule
from arcaller.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Profiles and rules in the order of their files; ``rules`` by code, ``faults`` the versions passed over."""

    profiles: tuple[Profile, ...]
    rules: Mapping[str, ContactRule]
    faults: tuple[str, ...] = ()

    def of(self, profile: str) -> tuple[ContactRule, ...]:
        """The rules of one profile."""
        return tuple(rule for rule in self.rules.values() if rule.profile == profile)

    def with_own(self, own: Iterable[Mapping[str, Any]], hours: CallHours) -> RuleBook:
        """The office's versions in place of the shipped rows, and the hours of the house from its settings.

        A version that cannot be read leaves the shipped row and is told in ``faults``: a file written by other hands
        is no reason to call nobody.
        """
        rules, faults = dict(self.rules), []
        for table in own:
            shipped = self.rules.get(str(table.get("code", "")))
            if shipped is None:
                continue
            try:
                rules[shipped.code] = read_rule(table, shipped.profile)
            except DomainError as fault:
                faults.append(fault.message)
        house = rules.get(HOUSE_HOURS)
        if house is not None:
            span = {"from": f"{hours.opens:%H:%M}", "to": f"{hours.closes:%H:%M}"}
            rules[HOUSE_HOURS] = replace(house, params={**house.params, **span})
        return RuleBook(self.profiles, rules, tuple(faults))


def read_book(texts: Iterable[str]) -> RuleBook:
    """The rules of several TOML files. Raises ``DomainError`` naming the rule and field that is wrong."""
    profiles: list[Profile] = []
    rules: dict[str, ContactRule] = {}
    for text in texts:
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise DomainError(f"A file of rules cannot be read: {error}.", "rules") from None
        profile = _profile(table)
        profiles.append(profile)
        for row in table.get("rules", []):
            rule = read_rule(row, profile.name)
            if rule.code in rules:
                raise DomainError(f"Two rules are called {rule.code}; every code stands once.", "code")
            rules[rule.code] = rule
    return RuleBook(tuple(profiles), rules)


def _profile(table: Mapping[str, Any]) -> Profile:
    words = [table.get(name) for name in ("profile", "title", "words")]
    if not all(isinstance(each, str) and each for each in words):
        raise DomainError("A file of rules needs “profile”, “title” and “words”.", "profile")
    return Profile(*(str(each) for each in words))
