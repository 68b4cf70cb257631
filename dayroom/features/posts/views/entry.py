from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayroom.features.posts.finding import find_entry
from dayroom.features.posts.forms import EditForm, HideForm
from dayroom.features.posts.history import changes
from dayroom.features.posts.lintels import lintel_of
from dayroom.features.posts.menus import menu_of
from dayroom.kernel.rooms.access import in_room, may
from dayroom.kernel.rooms.models import Entry, Membership
from dayroom.kernel.rooms.refusals import NotAllowed
from dayroom.web.addresses import url
from dayroom.web.pages import page, part, wants_part
from dayroom.web.surroundings import PageRequest


@in_room("write")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    entry = find_entry(membership, entry_id)
    if not entry.is_mine:
        raise NotAllowed(_("Only the person who wrote this can change it."))
    titled = entry.parent_id is None and bool(entry.title)
    form = EditForm(
        sent_with(request), titled=titled, initial={"title": entry.title, "text": entry.text, "about": entry.about}
    )
    if request.method == "POST" and form.is_valid():
        entry.edit(membership, **form.cleaned_data)
        return to_entry(entry)
    context = {"lintel": lintel_of(membership), "form": form, "entry": entry, "room": membership.room}
    return page(request, "posts/edit.html", context, status=422 if form.is_bound else 200)


@in_room("read")
@require_safe
def entry_history(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    entry = find_entry(membership, entry_id)
    if not membership.room.versions_kept or entry.state in (Entry.State.WITHDRAWN, Entry.State.ERASED):
        raise Http404
    context = {"lintel": lintel_of(membership), "entry": entry, "changes": changes(entry)}
    return page(request, "posts/history.html", context)


@in_room("write")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_withdraw(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    """Its writer takes it back with one press; a host hides it and says why."""
    entry = find_entry(membership, entry_id)
    if not entry.is_mine and not may(membership, "moderate"):
        raise NotAllowed(_("Only the person who wrote this, or a host, can take it away."))
    form = None if entry.is_mine else HideForm(sent_with(request))
    if request.method == "POST" and (form is None or form.is_valid()):
        entry.withdraw(membership, reason=form.cleaned_data["reason"] if form else "")
        return to_entry(entry)
    context = {"lintel": lintel_of(membership), "entry": entry, "form": form}
    return page(request, "posts/withdraw.html", context, status=422 if form and form.is_bound else 200)


@in_room("write")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_erase(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    entry = find_entry(membership, entry_id)
    if not entry.is_mine:
        raise NotAllowed(_("Only the person who wrote this can erase it."))
    if request.method == "POST":
        entry.erase(membership)
        return to_entry(entry)
    return page(request, "posts/erase.html", {"lintel": lintel_of(membership), "entry": entry})


@in_room("write")
@require_POST
def entry_publish(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    """A host lets held words through; a writer puts back what was taken back."""
    entry = find_entry(membership, entry_id)
    was_held = entry.state == Entry.State.HELD
    entry.publish(membership)
    return redirect("held", membership.room_id) if was_held and not entry.is_mine else to_entry(entry)


@in_room("moderate")
@require_safe
def held(request: PageRequest, membership: Membership) -> HttpResponse:
    waiting = membership.entries().held().with_author().order_by("id")[:50]
    return page(
        request, "posts/held.html", {"lintel": lintel_of(membership), "waiting": waiting, "room": membership.room}
    )


@in_room("meet")
@require_safe
def entry_menu(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    entry = find_entry(membership, entry_id)
    context = {"lintel": lintel_of(membership), "items": menu_of(entry, membership), "entry": entry}
    return (
        part(request, "posts/part.html", "menu", context)
        if wants_part(request)
        else page(request, "posts/menu.html", context)
    )


def to_entry(entry: Entry) -> HttpResponse:
    return redirect(f"{url('thread', entry.room_id, entry.root_id)}#e-{entry.id}")


def sent_with(request: PageRequest) -> QueryDict | None:
    """A form that was sent empty was still sent."""
    return request.POST if request.method == "POST" else None
