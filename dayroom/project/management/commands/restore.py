from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from dayroom.project.backups.restoring import restore


class Command(BaseCommand):
    help = "Fills an empty installation from a backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *, file: str, **_: object) -> None:
        restore(Path(file).absolute())
