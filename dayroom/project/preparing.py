"""What a new version or a new database needs before it serves, each part only when its sources have changed."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dayroom.project import processes
from dayroom.project.processes import ROOT, Logins, env, say


class PreparingTrouble(Exception):
    """A step failed; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Step:
    """`trusted` is false where the last result may have gone without us: a given server may have been emptied."""

    name: str
    sources: list[str]
    arguments: list[str]
    environment: Mapping[str, str]
    trusted: bool = True


def prepare(var: Path, logins: Logins) -> None:
    for step in steps(var, logins):
        digest = fingerprint(step, var=var)
        stamp = var / "stamps" / step.name
        if step.trusted and stamp.exists() and stamp.read_text() == digest:
            continue
        say(f"preparing the {step.name}")
        run(step)
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(digest)


def steps(var: Path, logins: Logins) -> list[Step]:
    own_server = "DATABASE_URL" not in os.environ
    owner = processes.owner_environment(logins)
    migrating = processes.owner_environment(logins, migrating=True)
    collected = (var / "static" / "staticfiles.json").exists()
    pins = "requirements/app.txt"
    planned = [
        Step("words", ["dayroom/locale/**/*.po"], ["dayroom.project.messages", "compile"], owner),
        Step("tables", ["dayroom/**/migrations/*", pins], ["dayroom", "migrate"], migrating, own_server),
        Step(
            "files", ["dayroom/**/static/**/*", "dayroom/**/*.py", pins], ["dayroom.project.collect"], owner, collected
        ),
    ]
    if env.switch("DEMONSTRATION", default=False):
        planned.append(Step("invented network", [], ["dayroom", "demonstrate"], owner, own_server))
    return planned


def fingerprint(step: Step, *, var: Path) -> str:
    digest = hashlib.sha256(sys.version.encode())
    cluster = var / "postgres" / "data" / "PG_VERSION"
    if cluster.exists():
        # A data folder made anew needs everything again.
        digest.update(str(cluster.stat().st_mtime_ns).encode())
    for pattern in step.sources:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()


def run(step: Step) -> None:
    command = [sys.executable, "-m", *step.arguments]
    done = subprocess.run(command, cwd=ROOT, env=step.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
        raise PreparingTrouble(f"Preparing the {step.name} failed; what it said is above.")
