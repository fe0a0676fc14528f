"""The one door to everything: sets up what is needed and then does what was asked, on any machine with Python 3.11.

    python3 scripts/bootstrap.py run [ARGUMENTS]    the program; without a display its tour, into ./tour
    python3 scripts/bootstrap.py test [ARGUMENTS]   the tests, without a display
    python3 scripts/bootstrap.py check              style, types, layers, dependencies, lock
    python3 scripts/bootstrap.py reference          figures and tests on the public ledgers
    python3 scripts/bootstrap.py bench              the speed claims, as one table
    python3 scripts/bootstrap.py pictures           the tour's pictures, into ./pictures
    python3 scripts/bootstrap.py lock               writes requirements.lock anew from pyproject.toml
    python3 scripts/bootstrap.py setup              only the setting up
    python3 scripts/bootstrap.py clean              removes what all of these made

Standard library only. It starts on older Pythons too, so that it can say what is missing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import environment
import reports
import system_libraries
from environment import PYTHON, ROOT, SetupError, say

QT_WORKS = "from PySide6 import QtPdf, QtPdfWidgets, QtPrintSupport, QtWidgets; QtWidgets.QApplication([])"
DATA = Path(os.environ.get("ARCALLER_TEST_DATA") or ROOT.parent / "shared" / "data")
MADE = (".venv", ".build", "tour", "pictures", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
        ".import_linter_cache", ".coverage", "htmlcov")  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Do one verb; 0 done, 1 failed with a reason, 2 wrong use."""
    verbs: dict[str, Callable[[list[str]], int]] = {
        "run": run, "test": test, "check": check, "reference": reference, "bench": bench, "pictures": pictures,
        "lock": lock, "setup": setup, "clean": clean,
    }  # fmt: skip
    parser = argparse.ArgumentParser(prog="bootstrap.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("verb", choices=sorted(verbs))
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="handed on to the program or to pytest")
    parsed = parser.parse_args(arguments)
    os.chdir(str(ROOT))
    try:
        return verbs[parsed.verb](parsed.arguments)
    except SetupError as error:
        print(f"arcaller: {error}", file=sys.stderr)
    except OSError as error:
        print(f"arcaller: the setup was stopped by the system: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("arcaller: stopped; the next start takes up from here", file=sys.stderr)
        return 130
    return 1


def prepare(*more: str) -> None:
    """Environment and the libraries Qt loads; ``more`` names further Debian packages fetched on the same occasion."""
    packages = [*system_libraries.QT, *more] if sys.platform.startswith("linux") else []
    environment.ensure(packages)
    works = environment.VENV / "arcaller-qt-works"
    if works.exists() and works.stat().st_mtime >= environment.STAMP.stat().st_mtime:
        return
    if not qt_works("offscreen"):
        reason = f"Qt cannot start ({qt_failure('offscreen')})"
        if not packages:
            raise SetupError(reason + ".")
        environment.ensure_system(packages, reason)
        if not qt_works("offscreen"):
            raise SetupError(f"Qt still cannot start: {qt_failure('offscreen')}.")
    works.touch()


def qt_failure(platform: str) -> str:
    """Why a Qt program cannot start on this platform plugin, in one line; an empty string if it can."""
    settings = dict(os.environ)
    if platform:
        settings["QT_QPA_PLATFORM"] = platform
    done = environment.execute([str(PYTHON), "-c", QT_WORKS], settings)
    return "" if done.returncode == 0 else environment.last_line(done.stdout + done.stderr)


def qt_works(platform: str) -> bool:
    """Whether a Qt program really starts on this platform plugin (empty: the one the system chooses)."""
    return not qt_failure(platform)


def has_display() -> bool:
    """Whether a window can be seen here; on Debian the libraries of the X11 plugin are fetched if only they lack."""
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal"):
        return False
    if not sys.platform.startswith("linux"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    if qt_works(""):
        return True
    if system_libraries.has_apt() and system_libraries.missing(system_libraries.WINDOW):
        environment.ensure_system(system_libraries.WINDOW, "Qt cannot open a window without further libraries")
    return qt_works("")


def child(command: Sequence[str], offscreen: bool = False, **settings: str) -> int:
    """Run in the foreground with the environment's Python; its exit status."""
    own = {**os.environ, **settings}
    own["PATH"] = str(PYTHON.parent) + os.pathsep + own.get("PATH", "")
    own["PYTHONUTF8"] = "1"
    if offscreen:
        own["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.run([str(PYTHON), *command], env=own, check=False).returncode


def run(arguments: list[str]) -> int:
    """The program, with what follows as its arguments; alone and without a display, its tour instead."""
    prepare()
    if arguments:
        return child(["main.py", *arguments], offscreen=not has_display())
    if has_display():
        return child(["main.py"])
    say(f"no display here, so the tour runs instead of the window; pictures and agreement go to {ROOT / 'tour'}")
    return child(["main.py", "tour", "tour"], offscreen=True)


def test(arguments: list[str]) -> int:
    """All tests that need nothing from outside the project; the arguments go to pytest."""
    prepare_for_tests()
    return child(["-m", "pytest", "-m", "not reference", *arguments], offscreen=True)


def prepare_for_tests() -> None:
    """As ``prepare``, and the PDF reader that the tests compare documents with."""
    linux = sys.platform.startswith("linux")
    prepare(*(system_libraries.TESTS if linux else ()))
    if shutil.which("pdftotext") is None:
        if not linux:
            raise SetupError("The tests read PDFs with poppler's pdftotext: install poppler and put it on the path.")
        environment.ensure_system(system_libraries.TESTS, "The tests read PDFs with pdftotext, which is missing")


def check(_: list[str]) -> int:
    """Every fence that needs no test run; all are run, so that one failure does not hide the next."""
    prepare()
    mypy_scripts = ["-m", "mypy", "--no-error-summary", "scripts/bootstrap.py", "scripts/reference_figures.py"]
    fences = (
        ("ruff check", ["-m", "ruff", "check", "--quiet", "."]),
        ("ruff format", ["-m", "ruff", "format", "--quiet", "--check", "."]),
        ("mypy", ["-m", "mypy", "--no-error-summary"]),
        ("mypy of the scripts", mypy_scripts),
        ("import-linter", ["-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"]),
        ("deptry", ["-m", "deptry", "."]),
        ("Qt keeps references", ["scripts/check_pyside_refcount.py"]),
    )
    failed = [name for name, command in fences if not passes(name, command)]
    if "http" in environment.LOCK.read_text(encoding="utf-8"):
        print("requirements.lock names an address: write it anew with `bootstrap.py lock`")
        failed.append("lock")
    say("check failed: " + ", ".join(failed) if failed else f"check passed: {len(fences) + 1} fences")
    return 1 if failed else 0


def passes(name: str, command: Sequence[str]) -> bool:
    """Run one fence; what it says is shown only if it fails."""
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = environment.execute([str(PYTHON), *command], settings)
    print(f"{name:22} {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode != 0:
        print((done.stdout + done.stderr).rstrip(), flush=True)
    return done.returncode == 0


def reference(arguments: list[str]) -> int:
    """Golden figures of the public ledgers through the headless verbs, then the tests that need those ledgers."""
    prepare_for_tests()
    if not (DATA / "ledgers").is_dir():
        raise SetupError(f"No public ledgers in {DATA}: put them there or name their folder in ARCALLER_TEST_DATA.")
    figures = child(["scripts/reference_figures.py", str(DATA / "ledgers")], offscreen=True)
    tests = child(["-m", "pytest", "-m", "reference", *arguments], offscreen=True, ARCALLER_TEST_DATA=str(DATA))
    return figures or tests


def bench(arguments: list[str]) -> int:
    """Every ``bench/bench_*.py`` (or only those named), one after the other, and one table of what they measured."""
    prepare()
    every = sorted((ROOT / "bench").glob("bench_*.py"))
    scripts = [path for path in every if not arguments or path.stem in arguments]
    return reports.run_benches(scripts, PYTHON)


def pictures(arguments: list[str]) -> int:
    """The tour's numbered pictures and the agreement, into ./pictures."""
    prepare()
    return child(["main.py", "tour", "pictures", *arguments], offscreen=True)


def lock(_: list[str]) -> int:
    """Resolve pyproject.toml for all systems and Pythons into requirements.lock: hashes, no addresses.

    The oldest Python is named because uv would otherwise lock from the running one on, and drop the markers below it.
    """
    environment.ensure([])
    uv = environment.find_uv()
    if uv is None:
        raise SetupError("Locking needs uv, and pip cannot fetch it here.")
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url"]
    settings = {**os.environ, **environment.uv_settings(environment.pip_settings())}
    command = [
        uv,
        "pip",
        "compile",
        *options,
        "--quiet",
        "--group",
        "dev",
        "pyproject.toml",
        "-o",
        "requirements.lock",
    ]
    return subprocess.run(command, env=settings, stdout=subprocess.DEVNULL, check=False).returncode


def setup(_: list[str]) -> int:
    """All that running and testing need, and nothing more."""
    prepare_for_tests()
    say("ready")
    return 0


def clean(_: list[str]) -> int:
    """Remove what the other verbs made in the project's folder; ledgers and settings of the user lie elsewhere."""
    for name in MADE:
        path = ROOT / name
        if path.is_dir():
            shutil.rmtree(str(path))
        elif path.exists():
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
