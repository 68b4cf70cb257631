from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayroom.kernel.audit.models import Act, Event
from dayroom.kernel.people.visit import signed_in
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Membership, Room
from dayroom.lenses.search import asked, hits
from dayroom.lenses.search.forms import SearchForm
from dayroom.lenses.search.found import Found, of_entry, of_person, of_room
from dayroom.web.addresses import url
from dayroom.web.cursors import cursor_from
from dayroom.web.limits import limited
from dayroom.web.lintel import Lintel, room_lintel
from dayroom.web.pages import page, part, wants_part
from dayroom.web.surroundings import PageRequest


@dataclass(frozen=True, slots=True)
class Results:
    found: list[Found]
    older: UUID | None = None
    too_much: bool = False


Look = Callable[[str], Results]
entering = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@entering
@limited("search", times=120, seconds=600)
def search(request: PageRequest) -> HttpResponse:
    return answer(request, "search", lambda words: entries_for(request, words))


@in_room("read")
@entering
@limited("search", times=120, seconds=600)
def search_room(request: PageRequest, membership: Membership) -> HttpResponse:
    return answer(
        request, "search_room", lambda words: entries_for(request, words, membership=membership), membership=membership
    )


@signed_in
@entering
@limited("search", times=120, seconds=600)
def search_rooms(request: PageRequest) -> HttpResponse:
    return answer(request, "search_rooms", rooms_for)


# Reading the directory by guessing names is slower than looking somebody up (R121).
@signed_in
@entering
@limited("search_people", times=40, seconds=600)
def search_people(request: PageRequest) -> HttpResponse:
    return answer(request, "search_people", lambda words: people_for(request, words))


def answer(request: PageRequest, route: str, look: Look, *, membership: Membership | None = None) -> HttpResponse:
    """A question by form is kept and answered at an address without its words, so that Back and older pages work."""
    ids = [membership.room_id] if membership else []
    person_id = request.person.id if request.person else None
    form = SearchForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and person_id:
        asked.keep(person_id, form.cleaned_data["q"])
        if not wants_part(request):
            return HttpResponseRedirect(url(route, *ids))
    words = form.cleaned_data.get("q", "") if form else asked.kept(person_id) if person_id else ""
    results = look(words) if words else None
    if results:
        record(request, route, results, membership=membership)
    context = {
        "lintel": lintel_for(request, membership),
        "form": form or SearchForm(initial={"q": words}),
        "words": words,
        "results": results,
        "route": route,
        "action": url(route, *ids),
        "places": places(route),
        "best": is_best(request),
    }
    status = 422 if form and not form.is_valid() else 200
    shown = part(request, "search/search.html", "found", context, status=status) if wants_part(request) else None
    return shown or page(request, "search/search.html", context, status=status)


def entries_for(request: PageRequest, words: str, *, membership: Membership | None = None) -> Results:
    try:
        found = hits.entries(
            words,
            language=request.look.language,
            membership=membership,
            before=cursor_from(request),
            best=is_best(request),
        )
    except hits.TooMuch:
        return Results([], too_much=True)
    older = found[hits.A_PAGE - 1].id if len(found) > hits.A_PAGE and not is_best(request) else None
    return Results([of_entry(hit, asked=words) for hit in found[: hits.A_PAGE]], older)


def rooms_for(words: str) -> Results:
    found = list(hits.rooms(words)[: hits.A_PAGE])
    mine = set(Room.objects.mine().filter(id__in=[room.id for room in found]).values_list("id", flat=True))
    return Results([of_room(room, asked=words, mine=room.id in mine) for room in found])


def people_for(request: PageRequest, words: str) -> Results:
    assert request.person is not None
    found = hits.people(words, person=request.person).prefetch_related("hats__organisation")[: hits.A_PAGE]
    return Results([of_person(person, asked=words) for person in found])


def is_best(request: PageRequest) -> bool:
    return request.GET.get("order") == "best"


def record(request: PageRequest, route: str, results: Results, *, membership: Membership | None) -> None:
    """That somebody searched, where, and how much was shown; never for what (R102)."""
    Event.objects.record(
        Act(
            verb=route,
            actor_id=request.person.id if request.person else None,
            object_kind="room" if membership else "",
            object_id=membership.room_id if membership else None,
            room_id=membership.room_id if membership else None,
            facts={"shown": len(results.found)},
        )
    )


def lintel_for(request: PageRequest, membership: Membership | None) -> Lintel:
    if membership:
        return replace(room_lintel(membership, back=url("room", membership.room_id)), is_heading=False)
    assert request.person is not None
    return Lintel.mine(request.person.name, title=_("Search"), kind_line=_("In what you may read"), back=url("home"))


def places(route: str) -> list[tuple[str, str, bool]]:
    if route == "search_room":
        return []
    named = {"search": _("Posts and messages"), "search_rooms": _("Rooms"), "search_people": _("People")}
    return [(name, url(key), key == route) for key, name in named.items()]
