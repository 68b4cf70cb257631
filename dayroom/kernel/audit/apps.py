from django.apps import AppConfig
from django.db.backends.signals import connection_created

from dayroom.kernel.wall import take_role


class Audit(AppConfig):
    name = "dayroom.kernel.audit"
    label = "audit"

    def ready(self) -> None:
        connection_created.connect(take_role, dispatch_uid="take_role")
