"""Where things lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from arcaller import paths


def test_one_folder_can_hold_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ARCALLER_HOME", str(tmp_path / "stick"))

    assert paths.data_folder() == tmp_path / "stick"
    assert paths.default_ledger().parent == tmp_path / "stick"
    assert paths.cache_folder() == tmp_path / "stick" / "cache"
    assert paths.log_folder() == tmp_path / "stick" / "logs"


def test_without_it_the_three_folders_are_the_system_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARCALLER_HOME", raising=False)
    folders = {paths.data_folder(), paths.cache_folder(), paths.log_folder()}

    assert len(folders) == 3
    assert all(folder.is_absolute() and "arcaller" in folder.parts for folder in folders)


def test_asking_for_a_place_creates_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ARCALLER_HOME", str(tmp_path / "stick"))
    paths.default_ledger()
    paths.cache_folder()

    assert list(tmp_path.iterdir()) == []


def test_the_sample_company_never_shares_the_default_file() -> None:
    assert paths.sample_ledger() != paths.default_ledger()


def test_a_resource_is_found_in_a_frozen_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "resources" / "themes").mkdir(parents=True)
    light = tmp_path / "resources" / "themes" / "light.json"
    light.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert paths.resource("themes", "light.json") == light


def test_a_resource_is_found_in_a_checkout() -> None:
    assert paths.resource() == Path(__file__).resolve().parent.parent / "resources"


def test_a_missing_resource_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    with pytest.raises(FileNotFoundError, match=r"resources/themes/none\.json"):
        paths.resource("themes", "none.json")
