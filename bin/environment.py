"""Makes var/venv from the hash-locked lists, then becomes the program asked for; standard library of Python 3.11 only.

usage: environment.py app|dev ARGUMENTS-OF-PYTHON...
"""

import configparser
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
TOOLS = VAR / "tools"
LISTS = {"app": ["app.txt"], "dev": ["app.txt", "dev.txt"]}
SPOKEN = ["3.13", "3.12"]
CHECK = "import sys, ssl, sqlite3, ctypes; print('%d.%d' % sys.version_info[:2])"


class Trouble(Exception):
    """Nothing can be started; the message is the one sentence for the person."""


def main() -> None:
    kind, *arguments = sys.argv[1:]
    try:
        prepare(kind)
    except Trouble as trouble:
        sys.exit(f"dayroom: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *arguments])


def prepare(kind: str) -> None:
    if is_current(kind):
        return
    try:
        VAR.mkdir(exist_ok=True)
        lock = (VAR / "environment.lock").open("w")
    except OSError as error:
        raise Trouble(f"The folder {VAR} cannot be written ({error.strerror}). {whose(VAR)}") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_current(kind):
            make(kind)


def make(kind: str) -> None:
    if not PYTHON.exists() and VENV.exists():
        shutil.rmtree(VENV)
    try:
        uv = find_uv()
        if not usable(PYTHON):
            say("making the environment in var/venv")
            run([uv, "venv", "--quiet", "--clear", "--no-project", "--python", find_python(uv), VENV], "make var/venv")
        say(f"installing the {'programs and test tools' if kind == 'dev' else 'programs'} (a minute on a new machine)")
        files = [part for name in LISTS[kind] for part in ("-r", str(ROOT / "requirements" / name))]
        install = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--compile-bytecode",
            "--require-hashes",
            "--python",
            PYTHON,
            *files,
        ]
        run(install, "install the packages")
        write_command()
        for name in LISTS:
            stamp(name).unlink(missing_ok=True)
        for name in ("app", kind):
            stamp(name).write_text(wanted(name))
    except OSError as error:
        raise Trouble(f"The folder {VAR} cannot be written ({error.strerror}). {whose(VAR)}") from error


def is_current(kind: str) -> bool:
    try:
        return stamp(kind).read_text() == wanted(kind) and os.access(PYTHON, os.X_OK)
    except OSError:
        return False


def stamp(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def wanted(kind: str) -> str:
    lists = [(ROOT / "requirements" / name).read_bytes() for name in LISTS[kind]]
    return hashlib.sha256(b"\n".join([str(ROOT).encode(), *lists])).hexdigest()


def write_command() -> None:
    """The `dayroom` command, for whoever has var/venv/bin in their path."""
    command = VENV / "bin" / "dayroom"
    command.write_text(
        f"#!{PYTHON}\nimport sys\n\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from dayroom.project.command import main\n\nmain()\n"
    )
    command.chmod(0o755)


def find_uv() -> Path:
    """Our own copy, so that every machine installs alike and nothing lands in the person's home."""
    uv = TOOLS / "bin" / "uv"
    pins = ROOT / "requirements" / "tools.txt"
    mark = TOOLS / hashlib.sha256(pins.read_bytes()).hexdigest()[:16]
    if mark.exists() and usable(uv, "--version"):
        return uv
    if not usable(Path(sys.executable), "-m", "pip", "--version"):
        raise Trouble(f"{sys.executable} has no pip. On Debian install it with: apt-get install python3-pip")
    say("fetching uv, which installs packages")
    shutil.rmtree(TOOLS, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir"]
    run([*pip, "--require-hashes", "--no-deps", "--target", TOOLS, "-r", pins], "fetch uv")
    mark.touch()
    return uv


def find_python(uv: Path) -> str:
    for candidate in candidates():
        if usable(candidate):
            return str(candidate)
    found = subprocess.run(
        [uv, "python", "find", "--system", ">=3.12,<3.14"], capture_output=True, text=True, env=environment()
    )
    if found.returncode == 0 and usable(Path(found.stdout.strip())):
        return found.stdout.strip()
    say("no Python 3.13 or 3.12 here, trying to fetch one")
    folder = VAR / "python"
    fetched = subprocess.run(
        [uv, "python", "install", "3.13", "--no-bin", "--install-dir", folder], capture_output=True, env=environment()
    )
    made = sorted(folder.glob("cpython-3.13*/bin/python3.13"))
    if fetched.returncode == 0 and made:
        return str(made[-1])
    raise Trouble(
        "Python 3.13 or 3.12 is needed, and none is installed where you may use it, nor could one be fetched. "
        "Install one (for example the package python3.13) and start again."
    )


def candidates() -> Iterator[Path]:
    for version in SPOKEN:
        if found := shutil.which(f"python{version}"):
            yield Path(found)
        if version == "{}.{}".format(*sys.version_info):
            yield Path(sys.executable)
        folders = [
            os.environ.get("PYENV_ROOT", ""),
            Path.home() / ".pyenv",
            "/opt/pyenv",
            "/usr/local/pyenv",
        ]
        for pattern in [Path(folder) / "versions" for folder in folders if folder]:
            yield from readable(pattern, f"{version}*/bin/python{version}")
        for place, pattern in {"/usr/local": "bin", "/opt": "*/bin", "/usr/lib": "python*/bin"}.items():
            yield from readable(Path(place), f"{pattern}/python{version}")


def readable(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern), reverse=True)
    except OSError:
        return []


def usable(program: Path, *arguments: str) -> bool:
    """A Python of a version we know that really runs: shims of version managers exist and then refuse."""
    try:
        ran = subprocess.run([program, *(arguments or ("-c", CHECK))], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0 and (bool(arguments) or ran.stdout.strip() in SPOKEN)


def run(command: list[object], purpose: str) -> None:
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment())
    if ran.returncode == 0:
        return
    details = VAR / "environment.log"
    details.write_text(ran.stdout + ran.stderr)
    signs = ("connect", "dns", "resolve", "network", "timed out", "Could not find a version", "fetch")
    reason = " Is there a network and a package registry?" if any(sign in ran.stderr for sign in signs) else ""
    raise Trouble(f"Could not {purpose}.{reason} What the installer said is in {details}.")


def environment() -> dict[str, str]:
    """uv does not read pip's settings; a site with a registry of its own has usually told only pip."""
    told = dict(os.environ)
    told.setdefault("UV_CACHE_DIR", str(VAR / "cache"))
    told.setdefault("UV_LINK_MODE", "hardlink")
    pairs = {"UV_DEFAULT_INDEX": "index-url", "UV_FIND_LINKS": "find-links", "SSL_CERT_FILE": "cert"}
    settings = pip_settings()
    for ours, theirs in pairs.items():
        value = os.environ.get("PIP_" + theirs.upper().replace("-", "_")) or settings.get(theirs)
        if value:
            told.setdefault(ours, value)
    return told


def pip_settings() -> dict[str, str]:
    files = ["/etc/pip.conf", Path.home() / ".pip" / "pip.conf", Path.home() / ".config" / "pip" / "pip.conf"]
    parser = configparser.RawConfigParser()
    parser.read([*files, os.environ.get("PIP_CONFIG_FILE", os.devnull)])
    return dict(parser.items("global")) if parser.has_section("global") else {}


def whose(folder: Path) -> str:
    try:
        owner = folder.stat().st_uid if folder.exists() else ROOT.stat().st_uid
    except OSError:
        return "Use a clone of your own."
    if owner != os.geteuid():
        return "It belongs to another user: start as that user, or use a clone of your own."
    return "Make it writable and start again."


def say(progress: str) -> None:
    print(f"dayroom: {progress} …", flush=True)


if __name__ == "__main__":
    main()
