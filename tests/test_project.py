"""What must hold for the project as a whole: the lock, the papers, the sizes, the names."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FOLDERS = ("arcaller", "scripts", "tests", "bench", "docs", "resources", ".ci")
TEXT = {".py", ".md", ".toml", ".json", ".qss", ".txt", ".lock", ".csv", ".html", ".sql", ""}
LONGEST_FILE = 500
LONGEST_FUNCTION = 60
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
HOME_OF_SOMEBODY = re.compile(r"(?<![\w.])/(?:home|root|Users|work|mnt)/\w|[A-Z]:\\\\?Users\\")


def texts() -> Iterator[Path]:
    """Every text file that belongs to the project."""
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts:
                yield path
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in {".md", ".toml", ".lock", ".py"})


def modules() -> list[Path]:
    """The modules a reader has to find the way in: program, setup and entry."""
    return [*(ROOT / "arcaller").rglob("*.py"), *(ROOT / "scripts").glob("*.py"), *ROOT.glob("*.py")]


def make_targets() -> list[str]:
    return re.findall(r"^([a-z]+):.*##", MAKEFILE, flags=re.MULTILINE)


def test_the_lock_names_no_address() -> None:
    assert "http" not in LOCK
    assert "file:" not in LOCK


def test_every_locked_package_has_a_hash() -> None:
    pins = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]

    assert len(pins) > 40
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_lock_holds_a_sound_qt_binding_for_each_side_of_python_3_12() -> None:
    pins = re.findall(r"^pyside6-essentials==(\S+) ; (.+?) \\$", LOCK, flags=re.MULTILINE)

    assert sorted(pins) == [("6.11.3", "python_full_version < '3.12'"), ("6.12.0", "python_full_version >= '3.12'")]


def test_every_dependency_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    locked = set(re.findall(r"^([a-z0-9.-]+)==", LOCK, flags=re.MULTILINE))
    names = {re.split(r"[^A-Za-z0-9._-]", line)[0].lower().replace("_", "-") for line in wanted}

    assert names - locked == set()


def test_no_file_names_a_folder_of_somebody_s_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in texts()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if HOME_OF_SOMEBODY.search(line)
    ]

    assert found == []


def test_every_make_target_is_in_the_readme() -> None:
    targets = make_targets()

    assert {"run", "test", "check", "reference", "bench", "pictures"} <= set(targets)
    assert [target for target in targets if f"`make {target}`" not in README] == []


def test_every_make_target_goes_through_the_one_door() -> None:
    recipes = re.findall(r"^\t(.+)$", MAKEFILE, flags=re.MULTILINE)

    assert [recipe for recipe in recipes if not recipe.startswith("@$(DOOR) ")] == []


def test_links_in_the_papers_lead_somewhere() -> None:
    broken = []
    for paper in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", paper.read_text(encoding="utf-8")):
            if "://" not in target and not (paper.parent / target).exists():
                broken.append(f"{paper.relative_to(ROOT)}: {target}")

    assert broken == []


def test_decisions_are_numbered_without_gaps_and_say_why() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), path.name


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no executable bit")
def test_what_ci_calls_can_be_executed() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "make check test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_no_module_has_outgrown_a_reader() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}

    assert len(lengths) > 10
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_has_outgrown_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_no_module_has_a_name_that_takes_in_everything() -> None:
    parts = {part for path in modules() for part in path.relative_to(ROOT).with_suffix("").parts}

    assert parts & VAGUE_NAMES == set()


def test_no_module_is_a_stub_or_holds_notes_to_finish_it() -> None:
    marks = re.compile(r"#\s*(TODO|FIXME|XXX)\b|raise NotImplementedError")
    found = [str(path.relative_to(ROOT)) for path in modules() if marks.search(path.read_text(encoding="utf-8"))]

    assert found == []
