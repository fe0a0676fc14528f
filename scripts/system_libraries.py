"""What the program needs from the operating system beside Python, and how to get it on Debian and Ubuntu.

Elsewhere (Windows, macOS) the wheels bring all of it. The lists were found by installing into freshly made Debian
roots until the import, the offscreen platform and the X11 platform worked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence

QT = ("libgl1", "libegl1", "libglib2.0-0", "libfontconfig1", "libdbus-1-3", "libxkbcommon0")
WINDOW = ("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0")
TESTS = ("poppler-utils",)


def has_apt() -> bool:
    """Whether this is a system whose packages we can name and ask about."""
    return shutil.which("apt-get") is not None and shutil.which("dpkg-query") is not None


def missing(packages: Iterable[str]) -> list[str]:
    """Those that dpkg does not call installed, by this name or by the one after the 64-bit-time move."""
    return [name for name in packages if not (installed(name) or installed(name + "t64"))]


def installed(package: str) -> bool:
    """Whether dpkg knows the package as fully installed."""
    command = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() == "installed"


def apt_prefix() -> list[str] | None:
    """What to put before apt-get here: nothing for root, sudo where it asks no password, None where we may not."""
    if os.name != "posix":
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install_command(packages: Sequence[str]) -> str:
    """The one line a person types to get the packages."""
    sudo = "" if os.name == "posix" and os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install --no-install-recommends {' '.join(packages)}"


def install(packages: Sequence[str]) -> str:
    """Install the packages without questions.

    Returns an empty string when it worked, else the reason in one line. The package lists are fetched anew only if
    the first try fails: a fresh container has none, and a laptop without a network may still hold the archives.
    """
    prefix = apt_prefix()
    if prefix is None:
        return "no root rights and no passwordless sudo"
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    apt = [*prefix, *environment, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    wanted = ["install", "--yes", "--no-install-recommends", *packages]
    first = run_quietly([*apt, *wanted])
    if not first:
        return ""
    run_quietly([*apt, "update"])
    return run_quietly([*apt, *wanted])


def run_quietly(command: Sequence[str]) -> str:
    """Run without output; an empty string for success, else the last line the command said."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    said = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return said[-1] if said else f"exit status {done.returncode}"
