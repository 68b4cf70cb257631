"""Running the site: counts, who waits, people, licence checks and the opening of names. Running it opens no room."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.models import Credential, Hat, Person
from dayroom.kernel.people.models.credential import CredentialQuerySet
from dayroom.kernel.people.professions import title_of
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.access import officers_only
from dayroom.kernel.rooms.models import SealOpening
from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.lenses.site.forms import CheckForm, LabelForm, OpeningForm, ReasonForm
from dayroom.lenses.site.openings import ask_for
from dayroom.lenses.site.overview import overview
from dayroom.web.addresses import url
from dayroom.web.errors import sorry
from dayroom.web.kinds import LOOKS
from dayroom.web.limits import limited
from dayroom.web.lintel import Lintel, Words
from dayroom.web.pages import page

MOST = 50


@officers_only
@require_safe
def site(request: Visit) -> HttpResponse:
    numbers = overview()
    context = {
        "lintel": desk(request, _("The site today"), who=numbers.officers),
        "numbers": numbers,
        "states": Person.State,
        "looks": LOOKS,
        "checks": to_check(request).count(),
        "openings": SealOpening.objects.filter(opened_at=None).count(),
    }
    return page(request, "site/overview.html", context)


@officers_only
@require_safe
@limited("site-people", times=120, seconds=600)
def people(request: Visit) -> HttpResponse:
    words = request.GET.get("q", "")[:120].strip()
    found = Person.objects.filter(Q(name__icontains=words) | Q(email=words.lower())) if words else Person.objects.none()
    if words:
        look(request, "site.search")
    context = {
        "lintel": desk(request, _("People")),
        "words": words,
        "people": found.order_by("name")[:MOST],
        "most": MOST,
    }
    return page(request, "site/people.html", context)


@officers_only
@require_safe
@limited("site-people", times=120, seconds=600)
def person(request: Visit, person_id: UUID) -> HttpResponse:
    found = get_object_or_404(Person, id=person_id)
    look(request, "site.look", at=found)
    return person_page(request, found)


@officers_only
@require_POST
def suspend(request: Visit, person_id: UUID) -> HttpResponse:
    other, form = find_other(request, person_id), ReasonForm(request.POST)
    if not form.is_valid():
        return person_page(request, other, reason_form=form, status=422)
    other.suspend(by=me(request), reason=form.cleaned_data["reason"])
    return redirect("site_person", other.id)


@officers_only
@require_POST
def let_back(request: Visit, person_id: UUID) -> HttpResponse:
    other = find_other(request, person_id)
    if other.state != Person.State.SUSPENDED:
        return sorry(request, _("This account is not suspended."), status=422)
    other.let_back(by=me(request))
    return redirect("site_person", other.id)


@officers_only
@require_POST
def label(request: Visit, person_id: UUID) -> HttpResponse:
    other, form = find_other(request, person_id), LabelForm(request.POST)
    if not form.is_valid():
        return person_page(request, other, label_form=form, status=422)
    Hat.put_on(other, kind=Hat.Kind.COMPANY, by=me(request), **form.cleaned_data)
    return redirect("site_person", other.id)


@officers_only
@require_POST
def unlabel(request: Visit, person_id: UUID, hat_id: UUID) -> HttpResponse:
    hats = Hat.objects.worn().filter(kind=Hat.Kind.COMPANY, person=find_other(request, person_id))
    get_object_or_404(hats.select_related("person"), id=hat_id).put_down(by=me(request))
    return redirect("site_person", person_id)


@officers_only
@require_safe
def checks(request: Visit) -> HttpResponse:
    return checks_page(request)


@officers_only
@require_http_methods(["GET", "POST"])
def check(request: Visit, credential_id: UUID) -> HttpResponse:
    claim = get_object_or_404(to_check(request), id=credential_id)
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and check_off(claim, form, by=me(request)):
        return redirect("site_checks")
    return claim_page(request, claim, form=form)


@officers_only
@require_POST
def refuse(request: Visit, credential_id: UUID) -> HttpResponse:
    """Also ends a claim that was checked before: the memberships that needed it end with it."""
    claim, form = get_object_or_404(claims(request), id=credential_id), ReasonForm(request.POST)
    if not form.is_valid():
        return claim_page(request, claim, reason_form=form)
    claim.end(state=Credential.State.SUSPENDED, by=me(request), reason=form.cleaned_data["reason"])
    return redirect("site_checks")


def check_off(claim: Credential, form: CheckForm, *, by: Person) -> bool:
    try:
        with transaction.atomic():
            claim.check_off(by=by, **form.cleaned_data)
    except IntegrityError:
        form.add_error(None, _("This number is already checked for somebody else. One of the two is wrong."))
        return False
    return True


@officers_only
@require_safe
def openings(request: Visit) -> HttpResponse:
    return openings_page(request, OpeningForm())


@officers_only
@require_POST
@limited("opening", times=20, seconds=3600)
def ask_opening(request: Visit) -> HttpResponse:
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return openings_page(request, form, status=422)
    try:
        ask_for(by=me(request), **form.cleaned_data)
    except NotAllowed as refused:
        form.add_error("address", str(refused.sentence))
        return openings_page(request, form, status=422)
    return redirect("site_openings")


@officers_only
@require_POST
def open_seal(request: Visit, opening_id: UUID) -> HttpResponse:
    """The answer is on this page once; it is stored nowhere."""
    opening = get_object_or_404(SealOpening.objects.filter(opened_at=None), id=opening_id)
    if opening.asked_by_id == me(request).id:
        return sorry(request, _("Opening a name takes two people. Somebody else has to open it."), status=403)
    behind = opening.open(by=me(request))
    context = {
        "lintel": desk(request, _("An opened name"), back=url("site_openings")),
        "opening": opening,
        "behind": behind,
    }
    return page(request, "site/opened.html", context)


def me(request: Visit) -> Person:
    assert request.person is not None
    return request.person


def claims(request: Visit) -> CredentialQuerySet:
    """Nobody sees their own here: nobody checks their own claim."""
    return Credential.objects.live().exclude(person=me(request)).select_related("person", "organisation")


def to_check(request: Visit) -> CredentialQuerySet:
    return claims(request).filter(state=Credential.State.DECLARED, kind__in=["profession", "employment"]).order_by("id")


def find_other(request: Visit, person_id: UUID) -> Person:
    if person_id == me(request).id:
        raise NotAllowed(_("Somebody else who runs the site has to do that for you."))
    return get_object_or_404(Person, id=person_id)


def look(request: Visit, verb: str, *, at: Person | None = None) -> None:
    """Every look of the people who run the site is written down."""
    subject = at.id if at else None
    Event.objects.record(
        Act(verb=verb, actor_id=me(request).id, object_kind="person", object_id=subject, subject_id=subject)
    )


def desk(request: Visit, title: Words, *, who: int | None = None, back: str | None = None) -> Lintel:
    return Lintel(
        title=title,
        kind_line=_("Running the site"),
        icon="settings",
        href=request.path,
        back=back if back or request.path == url("site") else url("site"),
        who_label=_("%(count)s people run the site") % {"count": who} if who else _("People who run it"),
        who_text=_("People who run this site. Running the site opens no room. They see counts, names and claims."),
        me_label=me(request).name,
        me_text=_("You run this site, under your real name. Each look at a person is written down."),
    )


def person_page(request: Visit, found: Person, *, status: int = 200, **forms: object) -> HttpResponse:
    context = {
        "lintel": desk(request, found.name, back=url("site_people")),
        "found": found,
        "is_me": found.id == me(request).id,
        "hats": found.hats.worn().select_related("organisation").order_by("id"),
        "claims": found.credentials.order_by("-id"),
        "title_of": title_of,
        "reason_form": ReasonForm(),
        "label_form": LabelForm(),
        **forms,
    }
    return page(request, "site/person.html", context, status=status)


def checks_page(request: Visit) -> HttpResponse:
    waiting = to_check(request)
    context = {
        "lintel": desk(request, _("Licence checks")),
        "claims": waiting[:MOST],
        "count": waiting.count(),
        "title_of": title_of,
    }
    return page(request, "site/checks.html", context)


def claim_page(
    request: Visit, claim: Credential, *, form: CheckForm | None = None, reason_form: ReasonForm | None = None
) -> HttpResponse:
    form, reason_form = form or CheckForm(), reason_form or ReasonForm()
    context = {
        "lintel": desk(request, claim.person.name, back=url("site_checks")),
        "claim": claim,
        "title_of": title_of,
        "form": form,
        "reason_form": reason_form,
    }
    return page(request, "site/check.html", context, status=422 if form.errors or reason_form.errors else 200)


def openings_page(request: Visit, form: OpeningForm, *, status: int = 200) -> HttpResponse:
    asked = SealOpening.objects.select_related("asked_by", "opened_by").order_by("-id")[:MOST]
    context = {"lintel": desk(request, _("Opening names")), "openings": asked, "form": form, "me": me(request)}
    return page(request, "site/openings.html", context, status=status)
