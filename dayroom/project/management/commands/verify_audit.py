from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from dayroom.kernel.audit.chain import verify_and_record


class Command(BaseCommand):
    help = "Walks the audit chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", default="")

    def handle(self, *, head: str, **_: object) -> None:
        verdict = verify_and_record(expected_head=head)
        if verdict.faults:
            raise CommandError(" ".join(verdict.faults))
        self.stdout.write(f"All {verdict.lines} lines are whole. Head: {verdict.head}")
