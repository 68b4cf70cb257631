"""What happens to an account leaves a line: signing in and out, a failed try, a change of how (R68, R100, R102)."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth import signals as auth
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from dayroom.features.account.agents import agent_of
from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Person
from dayroom.kernel.wall import name_person, named_person

# "demonstration" is written only where the people are invented (views.sign_in_as).
STRONG = {"mfa", "demonstration"}


@receiver(auth.user_logged_in)
def signed_in(sender: object, request: HttpRequest, user: Person, **_: Any) -> None:
    name_person(user.id)
    methods = [str(record["method"]) for record in get_authentication_records(request, user)]
    request.session["agent"] = agent_of(request)
    request.session["strong"] = bool(STRONG & set(methods))
    record(user, "session.begin", methods=methods)


@receiver(auth.user_logged_out)
def signed_out(sender: object, request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user:
        record(user, "session.end")


@receiver(auth.user_login_failed)
def failed(sender: object, credentials: dict[str, str], **_: Any) -> None:
    """The same statements for a known and an unknown address, so that neither takes longer (R69)."""
    person = Person.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    record_stranger("session.begin", person)


@receiver(authentication_failed)
def second_step_failed(sender: object, user: Person, **_: Any) -> None:
    record_stranger("session.second_step", user)


@receiver(post_save, sender=Authenticator)
def step_added(sender: object, instance: Authenticator, created: bool, **_: Any) -> None:
    if not created:
        return
    record(instance.user, "second_step.add", kind=instance.type)
    request = context.request
    # Whoever has just shown a new second step here has taken it.
    if request is not None and request.user == instance.user and instance.type != Authenticator.Type.RECOVERY_CODES:
        request.session["strong"] = True


@receiver(post_delete, sender=Authenticator)
def step_removed(sender: object, instance: Authenticator, **_: Any) -> None:
    record(instance.user, "second_step.remove", kind=instance.type)


@receiver([account.password_changed, account.password_set, account.password_reset])
def password_changed(sender: object, request: HttpRequest, user: Person, **_: Any) -> None:
    """Every other window ends: whoever knew the old password is out."""
    user.sessions.exclude(session_key=request.session.session_key or "").delete()
    record(user, "person.change_password")


@receiver(account.email_changed)
def email_changed(sender: object, user: Person, **_: Any) -> None:
    record(user, "person.change_email")


@receiver(account.user_signed_up)
def signed_up(sender: object, user: Person, **_: Any) -> None:
    record(user, "person.sign_up")


def record(person: Person, verb: str, **facts: Any) -> None:
    """In the person's own name if the transaction bears it; before that nobody has acted yet, only on whom is known."""
    actor_id = person.id if named_person() == str(person.id) else None
    Event.objects.record(
        Act(verb=verb, actor_id=actor_id, object_kind="person", object_id=person.id, subject_id=person.id, facts=facts)
    )


def record_stranger(verb: str, person: Person | None) -> None:
    known = person.id if person else None
    Event.objects.record(
        Act(verb=verb, actor_id=None, object_kind="person", object_id=known, subject_id=known, outcome="failed")
    )
