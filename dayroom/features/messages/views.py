from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayroom.features.messages.access import conversations_only
from dayroom.features.messages.begin import begin
from dayroom.features.messages.conversations import my_conversations
from dayroom.features.messages.forms import NewConversationForm
from dayroom.features.messages.reach import people_with
from dayroom.features.messages.talk import Said, Talk, body_of_posts, conversation_lintel, just_after, read_talk
from dayroom.features.posts.composer import Composer
from dayroom.features.posts.drafts import draft_of
from dayroom.features.posts.reading import read_post
from dayroom.features.posts.showing import showing
from dayroom.kernel.people.visit import signed_in
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Entry, Membership, Reaction
from dayroom.web.addresses import url
from dayroom.web.cursors import cursor_from
from dayroom.web.limits import limited
from dayroom.web.lintel import Lintel
from dayroom.web.pages import forget_draft, page, part, wants_part
from dayroom.web.surroundings import PageRequest

IN_LIST = 30


@signed_in
@require_safe
def messages(request: PageRequest) -> HttpResponse:
    assert request.person is not None
    found = my_conversations(most=IN_LIST + 1, before=cursor_from(request))
    context = {
        "lintel": Lintel.mine(
            request.person.name, title=_("Messages"), kind_line=_("Your private conversations"), place="messages"
        ),
        "conversations": found[:IN_LIST],
        "older": found[IN_LIST - 1].newest_id if len(found) > IN_LIST else None,
    }
    return page(request, "messages/messages.html", context)


@in_room("read")
@conversations_only
@require_safe
def conversation(request: PageRequest, membership: Membership) -> HttpResponse:
    around = cursor_from(request, "around")
    before = just_after(membership, around) if around else cursor_from(request)
    shown = read_talk(membership, before=before)
    if shown.said:
        membership.see_up_to(shown.posts[-1].id)
    composer = Composer(membership, kept=draft_of(membership, thread_id=None))
    return conversation_page(request, membership, shown, composer=composer)


def conversation_page(request: PageRequest, membership: Membership, shown: Talk, *, composer: Composer) -> HttpResponse:
    context = {
        "lintel": conversation_lintel(membership, others=shown.others),
        "membership": membership,
        "room": membership.room,
        "talk": shown,
        "said": shown.said,
        "s": showing(request, membership, shown.posts),
        "body": body_of_posts(),
        "composer": composer,
        "conversations": my_conversations(most=IN_LIST),
    }
    return page(request, "messages/conversation.html", context, status=422 if composer.is_sent else 200)


@in_room("write")
@conversations_only
@require_POST
@limited("message", times=120, seconds=600)
def say(request: PageRequest, membership: Membership) -> HttpResponse:
    composer = Composer(membership, sent=request.POST, files=request.FILES)
    if not composer.is_valid():
        return conversation_page(request, membership, read_talk(membership), composer=composer)
    entry = composer.post(language=request.look.language)
    membership.see_up_to(entry.id)
    answer = said_part(request, membership, entry_id=entry.id) if wants_part(request) else to_newest(membership)
    return forget_draft(answer, composer.key)


@in_room("read")
@conversations_only
@require_safe
def said_one(request: PageRequest, membership: Membership, entry_id: UUID) -> HttpResponse:
    """One message as the conversation shows it, for an open page."""
    membership.see_up_to(entry_id)
    return said_part(request, membership, entry_id=entry_id)


@in_room("react")
@conversations_only
@require_POST
def answer(request: PageRequest, membership: Membership, entry_id: UUID, kind: str) -> HttpResponse:
    """Seen, will do, done: without a word, and under one's name."""
    entry = get_object_or_404(membership.entries().published(), id=entry_id)
    if kind not in Reaction.ANSWERS:
        raise Http404
    Reaction.toggle(entry, by=membership, kind=kind)
    if wants_part(request):
        return said_part(request, membership, entry_id=entry_id)
    return HttpResponseRedirect(f"{url('conversation', membership.room_id)}?around={entry_id}#e-{entry_id}")


@in_room("leave")
@conversations_only
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: PageRequest, membership: Membership) -> HttpResponse:
    if request.method == "POST":
        membership.leave()
        return HttpResponseRedirect(url("messages"))
    others = [one.name for one in membership.room.people() if not one.is_me]
    context = {"lintel": conversation_lintel(membership, others=others), "room": membership.room}
    return page(request, "messages/leave.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@limited("write_to_people", times=60, seconds=600, methods=("POST",))
def new_conversation(request: PageRequest) -> HttpResponse:
    assert request.person is not None
    sent = request.POST if request.method == "POST" else None
    chosen = [*request.GET.getlist("to"), *people_with(request.person, cursor_from(request, "with"))]
    form = NewConversationForm(sent, person=request.person, worn=request.worn, initial={"to": chosen})
    if sent is None or "look" in sent:
        form.only_look()
        return new_page(request, form)
    if not form.is_valid():
        return new_page(request, form, status=422)
    words = form.cleaned_data
    membership = begin(request.person, others=words["to"], hat=form.hat_chosen(), title=words["title"])
    Entry.say(membership, kind="post", text=words["text"], language=request.look.language)
    return forget_draft(to_newest(membership), "new-conversation")


def new_page(request: PageRequest, form: NewConversationForm, *, status: int = 200) -> HttpResponse:
    assert request.person is not None
    lintel = Lintel.mine(request.person.name, title=_("Write to somebody"), place="messages", back=url("messages"))
    return page(request, "messages/new.html", {"lintel": lintel, "form": form}, status=status)


def said_part(request: PageRequest, membership: Membership, *, entry_id: UUID) -> HttpResponse:
    post = read_post(membership, entry_id=entry_id)
    if post is None:
        raise Http404
    context = {
        "room": membership.room,
        "said": [Said(post, not post.is_mine)],
        "s": showing(request, membership, [post]),
        "body": body_of_posts(),
    }
    return part(request, "messages/conversation.html", "entries", context)


def to_newest(membership: Membership) -> HttpResponse:
    return HttpResponseRedirect(f"{url('conversation', membership.room_id)}#newest")
