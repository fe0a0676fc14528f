"""The setup, which has to be right on machines that nobody here has seen."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """One module of ``scripts``, imported the way its neighbors import it."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module(name)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return script("environment", monkeypatch)


@pytest.fixture
def interpreters(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return script("interpreters", monkeypatch)


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return script("reports", monkeypatch)


def test_a_mirror_set_for_pip_is_handed_to_uv(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS", "UV_INDEX_STRATEGY"):
        monkeypatch.delenv(name, raising=False)

    settings = environment.uv_settings(
        {
            "index-url": "https://mirror.example/simple",
            "extra-index-url": "\nfile:///a\nfile:///b",
            "find-links": "w1 w2",
        }
    )

    assert settings["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert settings["UV_INDEX"] == "file:///a file:///b"
    assert settings["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert settings["UV_FIND_LINKS"] == "w1,w2"


def test_what_the_user_set_for_uv_itself_is_left_alone(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://chosen.example/simple")

    assert "UV_DEFAULT_INDEX" not in environment.uv_settings({"index-url": "https://other.example/simple"})


def test_without_pip_settings_no_index_is_named(environment: ModuleType) -> None:
    assert not [name for name in environment.uv_settings({}) if "INDEX" in name or "LINKS" in name]


def test_uv_is_fetched_with_its_own_hashes_and_nothing_else(environment: ModuleType) -> None:
    lines = environment.lines_of_package("uv").splitlines()

    assert lines[0].startswith("uv==")
    assert sum("==" in line for line in lines) == 1
    assert any("--hash=sha256:" in line for line in lines)


def test_a_changed_lock_makes_the_environment_stale(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1\n", encoding="utf-8")
    monkeypatch.setattr(environment, "LOCK", lock)
    before = environment.fingerprint("3.12")
    lock.write_text("a==2\n", encoding="utf-8")

    assert environment.fingerprint("3.12") != before
    assert environment.fingerprint("3.12") != environment.fingerprint("3.11")


def test_python_3_11_is_taken_only_where_nothing_newer_is(interpreters: ModuleType) -> None:
    versions = [(3, 11), (3, 12), (3, 13), (3, 14)]
    found = [interpreters.Interpreter("p", version, has_ensurepip=True) for version in versions]

    assert [each.name for each in sorted(found, key=interpreters.rank)] == ["3.13", "3.12", "3.14", "3.11"]


def test_of_two_equal_pythons_the_one_that_can_make_environments_is_taken(interpreters: ModuleType) -> None:
    without = interpreters.Interpreter("a", (3, 11), has_ensurepip=False)
    complete = interpreters.Interpreter("b", (3, 11), has_ensurepip=True)

    assert min((without, complete), key=interpreters.rank) is complete


def test_a_command_that_refuses_to_run_is_no_interpreter(interpreters: ModuleType, tmp_path: Path) -> None:
    assert interpreters.probe(str(tmp_path / "python3.12")) is None
    assert interpreters.probe(sys.executable).version == sys.version_info[:2]


def test_a_named_python_that_is_too_old_or_missing_is_refused_by_name(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ARCALLER_PYTHON", str(tmp_path / "nothing"))

    with pytest.raises(environment.SetupError, match="ARCALLER_PYTHON"):
        environment.wanted_interpreter()


def test_where_nothing_may_be_installed_the_packages_and_the_command_are_named(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries = environment.system_libraries
    monkeypatch.setattr(libraries, "has_apt", lambda: True)
    monkeypatch.setattr(libraries, "missing", lambda _: ["libegl1", "poppler-utils"])
    monkeypatch.setattr(libraries, "apt_prefix", lambda: None)

    with pytest.raises(
        environment.SetupError, match=r"apt-get install --no-install-recommends libegl1 poppler-utils"
    ):
        environment.ensure_system(["libegl1", "libgl1", "poppler-utils"], "Qt cannot start")


def test_a_missed_limit_is_published_and_must_not_fall_behind_what_it_is_held_at(reports: ModuleType) -> None:
    missed = {"claim": "start", "measured": 3.1, "limit": 2, "held": 3.5}
    assert reports.holds(missed)
    assert reports.verdict_of(missed) == "missed, held at 3.5"
    behind = {**missed, "measured": 3.6}
    assert not reports.holds(behind)
    assert reports.verdict_of(behind) == "TOO SLOW"
    assert reports.verdict_of({**missed, "measured": 1.9}) == "ok"


def test_a_claim_above_its_limit_fails_and_one_without_a_limit_does_not(reports: ModuleType) -> None:
    slow = reports.read_claim(json.dumps({"claim": "aging", "measured": 1.3, "limit": 1.2, "unit": "x"}))
    told = reports.read_claim(json.dumps({"claim": "aging", "measured": 1.3}))

    assert not reports.holds(slow)
    assert reports.holds(told)
    assert reports.claim_row(slow)[3] == "TOO SLOW"


def test_words_of_a_bench_are_not_taken_for_claims(reports: ModuleType) -> None:
    assert reports.read_claim("generating 1,000,000 invoices") is None
    assert reports.read_claim('{"rows": 3}') is None
    assert reports.read_claim("{broken") is None


def test_a_table_keeps_its_columns_under_their_heads(reports: ModuleType) -> None:
    lines = reports.table(("name", "figure"), [("aging", "1.08"), ("a longer name", "2")]).splitlines()

    assert lines == [
        "name           figure",
        "-------------  ------",
        "aging          1.08",
        "a longer name  2",
    ]
