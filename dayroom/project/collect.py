"""Gathers the static files under var/static with a hash in each name, and packs them."""

import django
from django.conf import settings
from django.core.management import call_command

from dayroom.project.statics import pack

if __name__ == "__main__":
    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    pack(settings.STATIC_ROOT)
