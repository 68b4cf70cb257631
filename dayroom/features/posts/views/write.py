from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dayroom.features.posts.composer import Composer
from dayroom.features.posts.drafts import Kept, draft_of, fields_of, is_too_long
from dayroom.features.posts.finding import find_parent
from dayroom.features.posts.lintels import lintel_of
from dayroom.features.posts.models import Draft
from dayroom.features.posts.reading import read_post
from dayroom.features.posts.showing import showing
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Byline, Entry, Membership
from dayroom.kernel.rooms.models.entry import refuse_to_write
from dayroom.lib.gist import gist
from dayroom.web.addresses import url
from dayroom.web.errors import sorry
from dayroom.web.pages import forget_draft, page, part, wants_part
from dayroom.web.surroundings import PageRequest


@in_room("write")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: PageRequest, membership: Membership) -> HttpResponse:
    refuse_to_write(membership, None)
    if request.method == "POST":
        composer = Composer(membership, sent=request.POST, files=request.FILES)
        if composer.is_valid():
            entry = composer.post(language=request.look.language)
            return forget_draft(to_posted(entry), composer.key)
    else:
        composer = Composer(
            membership, kept=with_citation(draft_of(membership, thread_id=None), request.GET.get("cite", ""))
        )
    context = {"lintel": lintel_of(membership), "composer": composer, "membership": membership, "room": membership.room}
    return page(request, "posts/write.html", context, status=422 if composer.is_sent else 200)


@in_room("write")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    parent = find_parent(membership, entry_id)
    refuse_to_write(membership, parent)
    if request.method == "POST":
        composer = Composer(
            membership,
            parent=parent,
            sent=request.POST,
            files=request.FILES,
            known_as=known_as(membership, parent),
        )
        if composer.is_valid():
            return posted_reply(request, membership, composer)
    else:
        composer = Composer(
            membership,
            parent=parent,
            kept=draft_of(membership, thread_id=parent.root_id),
            known_as=known_as(membership, parent),
        )
    return reply_page(request, membership, composer, excerpt=gist(parent.text))


def reply_page(request: PageRequest, membership: Membership, composer: Composer, *, excerpt: str) -> HttpResponse:
    context = {
        "lintel": lintel_of(membership),
        "composer": composer,
        "membership": membership,
        "excerpt": excerpt,
    }
    status = 422 if composer.is_sent else 200
    if not wants_part(request):
        return page(request, "posts/reply.html", context, status=status)
    response = part(request, "posts/part.html", "composer", context, status=status)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#reply", "outerHTML"
    return response


def posted_reply(request: PageRequest, membership: Membership, composer: Composer) -> HttpResponse:
    """Without scripts the thread is loaded again at the new answer; with htmx the answer takes its place in it."""
    entry = composer.post(language=request.look.language)
    if not wants_part(request):
        return forget_draft(to_posted(entry), composer.key)
    post = read_post(membership, entry_id=entry.id)
    assert post is not None
    root = membership.entries().get(id=entry.root_id)
    fresh = Composer(membership, parent=root, known_as=known_as(membership, entry))
    around = showing(request, membership, [post])
    context = {"post": post, "s": around, "membership": membership, "composer": fresh, "root": root}
    response = part(request, "posts/part.html", "posted", context)
    if post.head_id != post.id:
        response.headers["HX-Retarget"] = f'[data-replies="{post.head_id}"]'
    return forget_draft(response, composer.key)


def to_posted(entry: Entry) -> HttpResponse:
    return redirect(f"{url('thread', entry.room_id, entry.root_id)}?posted={entry.id}#e-{entry.id}")


def known_as(membership: Membership, parent: Entry) -> str:
    """The reader's own sealed name in this thread, if there is one already."""
    if membership.room.naming != membership.room.Naming.SEALED:
        return ""
    mine = (
        Byline.objects.mine()
        .filter(room=membership.room_id, naming=membership.room.Naming.SEALED, thread=parent.root_id)
        .first()
    )
    return mine.name if mine else ""


def with_citation(kept: Kept | None, cite: str) -> Kept | None:
    if not cite:
        return kept
    return Kept({**(kept.fields if kept else {}), "cite": [cite]}, kept.at if kept else 0)


@in_room("write")
@require_POST
def draft(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Keeps what was typed. Without scripts it is a button beside the one that sends."""
    return keep(request, membership, thread_id=None, back=url("write", membership.room_id))


@in_room("write")
@require_POST
def reply_draft(request: HttpRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    parent = find_parent(membership, entry_id)
    return keep(request, membership, thread_id=parent.root_id, back=url("reply", membership.room_id, parent.id))


def keep(request: HttpRequest, membership: Membership, *, thread_id: UUID | None, back: str) -> HttpResponse:
    fields = fields_of(request.POST)
    if is_too_long(fields):
        return sorry(request, _("This is too long to keep as a draft. Shorten it, or send it in parts."), status=422)
    Draft.objects.keep(membership, thread_id=thread_id, fields=fields)
    return HttpResponse(status=204) if wants_part(request) else redirect(f"{back}?kept=1")


@in_room("write")
@require_POST
def draft_drop(request: HttpRequest, membership: Membership) -> HttpResponse:
    Draft.objects.drop(membership, thread_id=None)
    return forget_draft(redirect("room", membership.room_id), str(membership.room_id))
