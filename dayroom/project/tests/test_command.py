import subprocess
import sys

import pytest
from django.core.management import call_command

from dayroom.project.command import parser
from dayroom.project.processes import ROOT
from tests.cast import Cast


def ask(*arguments: str, **told: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "dayroom", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=told or None)


def test_help_names_every_word_and_setting() -> None:
    said = ask("--help").stdout
    for word in (
        "serve",
        "migrate",
        "demonstrate",
        "create-admin",
        "verify-audit",
        "backup",
        "restore",
        "DAYROOM_BACKUP_KEY",
        "DAYROOM_SECRET_KEY",
        "DATABASE_URL",
    ):
        assert word in said


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "DAYROOM_SECRET_KEY is not set"),
        ({"PORT": "http"}, "PORT is 'http'"),
        ({"DAYROOM_DEMONSTRATION": "maybe"}, "DAYROOM_DEMONSTRATION is 'maybe'"),
    ],
)
def test_a_start_that_cannot_be_is_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, told: dict[str, str], sentence: str
) -> None:
    refused = ask("serve", DAYROOM_VAR=str(tmp_path_factory.mktemp("var")), **told)
    assert refused.returncode == 1
    assert refused.stderr.startswith("dayroom: ")
    assert sentence in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_the_audit_is_whole(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    cast.say("member", "community")
    call_command("verify_audit")
    assert "are whole" in capsys.readouterr().out


def test_words_take_the_arguments_they_promise() -> None:
    given = parser().parse_args(["create-admin", "a@example.org", "--name", "A"])
    assert (given.word, given.email, given.name) == ("create-admin", "a@example.org", "A")
