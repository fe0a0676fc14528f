"""The project's own Python environment in ``.venv``: built from requirements.lock with hashes, rebuilt when stale.

A marker file stands in the folder while it is being built, a stamp (version of Python and hash of the lock) once it
is whole. So an interrupted build is thrown away next time, and a whole one costs nothing to find whole. uv does the
installing where it can be had (seconds), pip where not (a minute or two); both obey the user's pip settings.
"""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import interpreters
import system_libraries
from interpreters import Interpreter

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "arcaller-setup"
UNFINISHED = VENV / "arcaller-setup-unfinished"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PIP = (str(PYTHON), "-m", "pip", "--disable-pip-version-check")


class SetupError(Exception):
    """Why the environment cannot be made, and what the person should do: one line, shown as it is."""


def say(line: str) -> None:
    """One line of progress."""
    print("arcaller: " + line, flush=True)


def ensure(packages: Sequence[str]) -> None:
    """Make ``.venv`` complete, or leave it alone if it is. ``packages``: system packages for the same occasion."""
    if is_whole():
        return
    interpreter = wanted_interpreter()
    if UNFINISHED.exists() or not fits(interpreter):
        create(interpreter, packages)
    UNFINISHED.touch()
    STAMP.unlink(missing_ok=True)
    install_packages()
    STAMP.write_text(fingerprint(version_of_environment()), encoding="utf-8")
    UNFINISHED.unlink()


def is_whole() -> bool:
    """Whether the environment stands and was built from today's lock (and by the Python asked for, if one was)."""
    if UNFINISHED.exists() or not STAMP.exists() or not PYTHON.exists():
        return False
    version = version_of_environment()
    if os.environ.get("ARCALLER_PYTHON") and wanted_interpreter().name != version:
        return False
    return bool(version) and STAMP.read_text(encoding="utf-8") == fingerprint(version)


def fingerprint(version: str) -> str:
    """What the stamp of an environment of this Python version says; it changes with every change of the lock."""
    return f"python {version}, lock {hashlib.sha256(LOCK.read_bytes()).hexdigest()}\n"


def version_of_environment() -> str:
    """Major and minor version of the environment's Python as its own settings file tells, or an empty string."""
    try:
        settings = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ""
    for line in settings.splitlines():
        key, _, value = line.partition("=")
        if key.strip() in ("version", "version_info"):
            return ".".join(value.strip().split(".")[:2])
    return ""


def wanted_interpreter() -> Interpreter:
    """The Python to build with; refuses with the words what to install where there is none."""
    found = interpreters.choose()
    if found is not None:
        return found
    named = os.environ.get("ARCALLER_PYTHON")
    if named:
        raise SetupError(f"ARCALLER_PYTHON is {named}, which is no Python 3.11 or newer: name another.")
    how = "from python.org, or with your system's package manager"
    if system_libraries.has_apt():
        how = "with: " + system_libraries.install_command(["python3", "python3-venv"])
    raise SetupError(f"arcaller needs Python 3.11 or newer (best 3.12 or 3.13) and found none: install it {how}.")


def fits(interpreter: Interpreter) -> bool:
    """Whether the environment that stands can be kept: it runs, has pip, and no better Python was found for it."""
    version = version_of_environment()
    standing = interpreters.probe(str(PYTHON)) if version and PYTHON.exists() else None
    if standing is None:
        return False
    if os.environ.get("ARCALLER_PYTHON") or standing.version < (3, 12):
        return standing.version == interpreter.version
    return True


def create(interpreter: Interpreter, packages: Sequence[str]) -> None:
    """Make an empty environment; where Debian has split off the module that does it, fetch that first."""
    if not interpreter.has_ensurepip:
        venv_package = f"python{interpreter.name}-venv"
        ensure_system([venv_package, *packages], f"Python {interpreter.name} here cannot make environments")
    say(f"making an environment with Python {interpreter.name}")
    if VENV.exists():
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            raise SetupError(f"Cannot replace {VENV} ({error}): close what runs from it.") from error
    VENV.mkdir()
    UNFINISHED.touch()
    command = [interpreter.path, "-m", "venv", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SetupError(f"Cannot make an environment in {VENV}: {last_line(done.stdout + done.stderr)}")


def ensure_system(packages: Sequence[str], reason: str) -> None:
    """Install the missing ones of these Debian packages, or say in one line which they are and how to get them."""
    if not system_libraries.has_apt():
        raise SetupError(f"{reason}: install what your system calls {', '.join(packages)}.")
    missing = system_libraries.missing(packages)
    if not missing:
        raise SetupError(f"{reason}, although {', '.join(packages)} are installed.")
    command = system_libraries.install_command(missing)
    if system_libraries.apt_prefix() is None:
        raise SetupError(f"{reason}. Please run: {command}")
    say("installing system packages: " + " ".join(missing))
    failure = system_libraries.install(missing)
    if failure:
        raise SetupError(f"{reason}, and apt-get failed ({failure}). Please run: {command}")


def install_packages() -> None:
    """Bring the environment to exactly what the lock says: by uv, or by pip where uv cannot be had or fails."""
    count = sum(1 for line in LOCK.read_text(encoding="utf-8").splitlines() if line[:1].isalnum())
    uv = find_uv()
    if uv is not None:
        say(f"installing up to {count} packages")
        settings = {**os.environ, **uv_settings(pip_settings())}
        sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), str(LOCK)]
        done = execute(sync, settings)
        if done.returncode == 0:
            return
        say(f"uv could not ({last_line(done.stdout + done.stderr)})")
    say(f"installing up to {count} packages by pip, which takes a minute or two")
    execute([str(PYTHON), "-m", "ensurepip"])
    done = execute([*PIP, "install", "--quiet", "--require-hashes", "-r", str(LOCK)])
    if done.returncode != 0:
        raise SetupError(f"The packages cannot be installed: {last_line(done.stdout + done.stderr)}")


def find_uv() -> str | None:
    """A uv to install with: the one on the path, the environment's own, or the one the lock names, fetched by pip."""
    found = shutil.which("uv") or shutil.which("uv", path=str(PYTHON.parent))
    if found and execute([found, "--version"]).returncode == 0:
        return found
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.lock.txt"
        only_uv.write_text(lines_of_package("uv"), encoding="utf-8")
        execute([*PIP, "install", "--quiet", "--only-binary", ":all:", "--require-hashes", "-r", str(only_uv)])
    return shutil.which("uv", path=str(PYTHON.parent))


def lines_of_package(name: str) -> str:
    """The lock's lines of one package: its pin and the hashes below it."""
    kept: list[str] = []
    inside = False
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            inside = line.startswith(name + "==")
        if inside:
            kept.append(line)
    return "\n".join(kept) + "\n"


def pip_settings() -> dict[str, str]:
    """The user's pip settings by plain option name (``index-url``, ``find-links``, …); the environment's win."""
    found: dict[str, str] = {}
    listing = execute([*PIP, "config", "list"]).stdout
    entries = [line.partition("=") for line in listing.splitlines() if "=" in line]
    for key, _, value in sorted(entries, key=lambda entry: (entry[0].startswith(":env:"), "install." in entry[0])):
        section, _, option = key.partition(".")
        if section in ("global", "install", ":env:"):
            found[option] = str(ast.literal_eval(value))
    return found


def uv_settings(pip: dict[str, str]) -> dict[str, str]:
    """The same settings in uv's words, as environment variables that live for one call and are written nowhere.

    What the user has set for uv itself is left as it is. pip looks at all indexes together, uv stops at the first
    that knows the name; the hashes of the lock make the wider way safe.
    """
    words = {
        "index-url": ("UV_DEFAULT_INDEX", " "),
        "extra-index-url": ("UV_INDEX", " "),
        "find-links": ("UV_FIND_LINKS", ","),
        "trusted-host": ("UV_INSECURE_HOST", " "),
        "no-index": ("UV_NO_INDEX", " "),
        "cert": ("SSL_CERT_FILE", " "),
        "proxy": ("ALL_PROXY", " "),
        "timeout": ("UV_HTTP_TIMEOUT", " "),
        "default-timeout": ("UV_HTTP_TIMEOUT", " "),
    }
    settings = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_SYSTEM_CERTS": "1"}
    for option, value in pip.items():
        if option in words and value.strip():
            name, separator = words[option]
            settings[name] = separator.join(value.split())
    if "UV_INDEX" in settings:
        settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {name: value for name, value in settings.items() if name not in os.environ}


def execute(command: Sequence[str], settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run to the end with nothing shown; output and exit status are the caller's to judge."""
    quiet = subprocess.DEVNULL
    return subprocess.run(command, env=settings, stdin=quiet, capture_output=True, text=True, check=False)


def last_line(output: str) -> str:
    """The last line with anything on it: where tools put the reason."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
