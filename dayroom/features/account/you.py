"""You: what one says about oneself, who one is room by room, how one reads."""

from uuid import UUID

from django.forms import ModelForm
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from dayroom.features.account.lintels import over
from dayroom.features.account.yourself import OWN_HATS, ClaimForm, CountryForm, HatForm, ProfileForm, ReadingForm
from dayroom.kernel.people.models import Credential, Hat, Person
from dayroom.kernel.people.professions import title_of
from dayroom.kernel.people.visit import Visit, signed_in
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.lib.countries import countries
from dayroom.web.kinds import Look, look_of
from dayroom.web.lintel import me_in
from dayroom.web.pages import page

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@require_safe
def you(request: Visit) -> HttpResponse:
    person = me(request)
    context = {
        "lintel": over(request, _("You"), kind_line=_("Who you are, and who you are where")),
        "person": person,
        "hats": person.hats.worn().select_related("organisation").order_by("id"),
        "own_hats": OWN_HATS,
        "claims": [(claim, *words_for(claim)) for claim in person.credentials.live().order_by("id")],
        "names": names_of(person),
    }
    return page(request, "account/you.html", context)


@signed_in
@get_or_post
def profile(request: Visit) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=me(request))
    return settle(request, form, title=_("About you"))


@signed_in
@get_or_post
def reading(request: Visit) -> HttpResponse:
    person = me(request)
    form = ReadingForm(request.POST or None, instance=person, initial={"language": person.language or get_language()})
    return settle(request, form, title=_("Reading and keyboard"))


@signed_in
@get_or_post
def put_on_hat(request: Visit) -> HttpResponse:
    form = HatForm(request.POST or None)
    if form.is_valid():
        Hat.put_on(me(request), **form.cleaned_data)
        return to_you("hats")
    return ask(request, form, title=_("A hat to wear"), button=_("Put it on"))


@signed_in
@get_or_post
def put_down_hat(request: Visit, hat_id: UUID) -> HttpResponse:
    """A page of its own: rooms that ask for this hat are left with it."""
    hat = get_object_or_404(me(request).hats.worn().exclude(kind=Hat.Kind.COMPANY), id=hat_id)
    if request.method == "POST":
        hat.put_down()
        return to_you("hats")
    sentence = _("Rooms that are only for this hat will close to you. You can put it on and ask to come in again.")
    return confirm(request, title=_("Put down “%(hat)s”") % {"hat": hat}, sentence=sentence, button=_("Put it down"))


@signed_in
@get_or_post
def declare(request: Visit) -> HttpResponse:
    form = ClaimForm(request.POST or None)
    if form.is_valid():
        Credential.declare(me(request), kind=Credential.Kind.PROFESSION, **form.cleaned_data)
        return to_you("work")
    return ask(request, form, title=_("Your profession"), button=_("Save"))


@signed_in
@get_or_post
def live_in(request: Visit) -> HttpResponse:
    """Where one lives: some rooms are for one country."""
    form = CountryForm(request.POST or None)
    if form.is_valid():
        Credential.live_in(me(request), form.cleaned_data["country"])
        return to_you("work")
    return ask(request, form, title=_("The country you live in"), button=_("Save"))


@signed_in
@get_or_post
def move(request: Visit, credential_id: UUID) -> HttpResponse:
    claim = get_object_or_404(me(request).credentials.live(), id=credential_id)
    form = CountryForm(request.POST or None, initial={"country": claim.country})
    if form.is_valid():
        claim.move_to(form.cleaned_data["country"])
        return to_you("work")
    return ask(request, form, title=_("Another country"), button=_("Change the country"), note=MOVING)


@signed_in
@get_or_post
def take_back(request: Visit, credential_id: UUID) -> HttpResponse:
    claim = get_object_or_404(me(request).credentials.live(), id=credential_id)
    if request.method == "POST":
        claim.end(state=Credential.State.WITHDRAWN, by=me(request))
        return to_you("work")
    name, _detail = words_for(claim)
    sentence = _("Rooms that ask for this will close to you.")
    return confirm(
        request, title=_("Take back “%(name)s”") % {"name": name}, sentence=sentence, button=_("Take it back")
    )


MOVING = _("It has to be checked again for the new country. Rooms that ask for a check will close to you until then.")


def me(request: Visit) -> Person:
    assert request.person
    return request.person


def to_you(section: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('you')}#{section}")


def settle(request: Visit, form: ModelForm, *, title: object) -> HttpResponse:  # type: ignore[type-arg]
    """Only what has changed is written, and its audit line names just that."""
    if form.is_valid():
        if form.changed_data:
            me(request).change(**{name: form.cleaned_data[name] for name in form.changed_data})
        return to_you("profile")
    return ask(request, form, title=title, button=_("Save"))


def ask(request: Visit, form: object, *, title: object, button: object, note: object = "") -> HttpResponse:
    lintel = over(request, title, back=reverse("you"))  # type: ignore[arg-type]
    context = {"lintel": lintel, "form": form, "button": button, "note": note}
    return page(request, "account/ask.html", context, status=422 if form.errors else 200)  # type: ignore[attr-defined]


def confirm(request: Visit, *, title: object, sentence: object, button: object) -> HttpResponse:
    lintel = over(request, title, back=reverse("you"))  # type: ignore[arg-type]
    return page(request, "account/confirm.html", {"lintel": lintel, "sentence": sentence, "button": button})


def names_of(person: Person) -> list[tuple[Room, Look, str]]:
    """Each room with how it looks and who one is in it. Private conversations are on their own page."""
    mine = Membership.objects.live().of(person).select_related("room").exclude(room__kind=Room.Kind.CONVERSATION)
    named = []
    for membership in mine.order_by("-id"):
        membership.person = person
        named.append((membership.room, look_of(membership.room.kind), me_in(membership)))
    return named


def words_for(claim: Credential) -> tuple[str, str]:
    country = countries(get_language() or "en").get(claim.country, claim.country)
    name = title_of(claim.profession, claim.specialty) or str(claim.get_kind_display())
    number = " ".join(word for word in (claim.registry, claim.number) if word)
    return name, ", ".join(word for word in (number, country) if word)
