from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dayroom.kernel.people.models import Person
from dayroom.project.demonstration.network import DOMAIN, load


class Command(BaseCommand):
    help = "Load the invented network. What is there already stays as it is."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The invented network is for the demonstration only. Set DAYROOM_DEMONSTRATION=1 to load it."
            )
        if Person.objects.filter(email__endswith=f"@{DOMAIN}").exists():
            self.stdout.write("The invented network is already here.")
            return
        network = load()
        self.stdout.write(
            f"{len(network.people)} invented people in {len(network.rooms)} rooms said {len(network.entries)} things."
        )
