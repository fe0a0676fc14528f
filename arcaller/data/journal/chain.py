"""Entries of the journal and the chain of hashes that ties each to the one before.

An entry's hash covers its stored texts, each with its length in front, so that no text can borrow a letter from its
neighbor; the changes are hashed, with their salt, as the text in the column and never parsed for it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from arcaller.data.sqlite import LedgerConnection

GENESIS = "0" * 64
"""What stands as the previous hash of the first entry."""

_INSERT = """INSERT INTO journal(
    number, uuid, device, actor_id, at, act, subject, changes_sha256, previous_hash, hash, undoes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


@dataclass(frozen=True, slots=True)
class EntryHead:
    """What an entry says of itself; ``at`` is stored text."""

    uuid: str
    device: str
    actor_id: int | None
    at: str
    act: str
    subject: str
    undoes: int | None = None


def hash_texts(texts: Iterable[str]) -> str:
    """SHA-256 over ``texts``, each led by its length in characters."""
    return sha256("".join([f"{len(text)}:{text}" for text in texts]).encode()).hexdigest()


def entry_hash(number: int, head: EntryHead, changes_sha256: str, previous_hash: str) -> str:
    """The own hash of entry ``number``."""
    return hash_texts(
        (
            str(number),
            head.uuid,
            head.device,
            "" if head.actor_id is None else str(head.actor_id),
            head.at,
            head.act,
            head.subject,
            changes_sha256,
            previous_hash,
            "" if head.undoes is None else str(head.undoes),
        )
    )


def read_head(connection: LedgerConnection) -> tuple[int, str]:
    """Number and hash of the newest entry; ``(0, GENESIS)`` for an empty journal."""
    row = connection.execute("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, GENESIS)


def append_entry(connection: LedgerConnection, head: EntryHead, changes: str, clients: Iterable[int]) -> int:
    """Chain one entry to the journal, inside the act's transaction; gives its number."""
    last, previous_hash = read_head(connection)
    number = last + 1
    salt = secrets.token_hex(16)
    changes_sha256 = hash_texts((salt, changes))
    own = entry_hash(number, head, changes_sha256, previous_hash)
    connection.execute(
        _INSERT,
        (
            number,
            head.uuid,
            head.device,
            head.actor_id,
            head.at,
            head.act,
            head.subject,
            changes_sha256,
            previous_hash,
            own,
            head.undoes,
        ),
    )
    connection.execute("INSERT INTO journal_detail(number, salt, changes) VALUES (?, ?, ?)", (number, salt, changes))
    connection.executemany(
        "INSERT INTO journal_client(client_id, number) VALUES (?, ?)", [(client, number) for client in clients]
    )
    return number


def read_changes(connection: LedgerConnection, number: int) -> str | None:
    """The stored text of what entry ``number`` changed."""
    row = connection.execute("SELECT changes FROM journal_detail WHERE number = ?", (number,)).fetchone()
    return None if row is None else str(row[0])


def check_chain(connection: LedgerConnection, first: int = 1) -> Iterator[str]:
    """Every break of the chain from entry ``first`` on, in words.

    Reads the stored texts in order and computes every hash again; the entry before ``first`` is taken as good.
    """
    row = connection.execute("SELECT number, hash FROM journal WHERE number = ?", (first - 1,)).fetchone()
    number_before, previous = (row[0], row[1]) if row else (first - 1, GENESIS)
    rows: Iterable[tuple[Any, ...]] = connection.execute(
        """SELECT j.number, uuid, device, actor_id, at, act, subject, changes_sha256, previous_hash, hash, undoes,
            salt, changes FROM journal j LEFT JOIN journal_detail d ON d.number = j.number
            WHERE j.number >= ? ORDER BY j.number""",
        (first,),
    )
    for number, uuid, device, actor, at, act, subject, digest, before, own, undoes, salt, changes in rows:
        if number != number_before + 1:
            yield f"Journal entries {number_before + 1} to {number - 1} are missing."
        if before != previous:
            yield f"Journal entry {number} does not follow the entry before it."
        if salt is None or hash_texts((salt, changes)) != digest:
            yield f"The changes kept with journal entry {number} were altered or removed."
        if entry_hash(number, EntryHead(uuid, device, actor, at, act, subject, undoes), digest, before) != own:
            yield f"Journal entry {number} was altered."
        number_before, previous = number, own
    highest = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").fetchone()
    if highest and highest[0] != number_before:
        yield f"Journal entries {number_before + 1} to {highest[0]} were cut off the end."
