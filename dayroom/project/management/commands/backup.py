from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from dayroom.project.backups.making import back_up


class Command(BaseCommand):
    help = "Writes one encrypted file with everything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *, file: str, **_: object) -> None:
        back_up(Path(file).absolute())
