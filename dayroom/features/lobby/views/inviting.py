"""Hosts invite: a link, or letters; the links that are out, and taking them back."""

from io import BytesIO
from uuid import UUID

import qrcode
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from qrcode.image.svg import SvgPathImage

from dayroom.features.lobby.forms import LinkForm, MailForm
from dayroom.features.lobby.inviting import invite_by_mail
from dayroom.kernel.people.visit import Visit, public
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Invitation, Membership
from dayroom.web.addresses import url
from dayroom.web.limits import limited
from dayroom.web.lintel import room_lintel
from dayroom.web.pages import page


@in_room("settle")
@require_safe
def invitations(request: Visit, membership: Membership) -> HttpResponse:
    return invitations_page(request, membership)


@in_room("settle")
@require_POST
@limited("invite", times=30, seconds=3600)
def invite_link(request: Visit, membership: Membership) -> HttpResponse:
    """The link is shown on this page and never again: only its fingerprint is kept."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return invitations_page(request, membership, link_form=form, status=422)
    _invitation, token = Invitation.make(membership.room, by=membership.person, **form.cleaned_data)
    return invitations_page(request, membership, token=token, link=link_to(request, token), status=201)


@in_room("settle")
@require_POST
@limited("invite", times=30, seconds=3600)
def invite_mail(request: Visit, membership: Membership) -> HttpResponse:
    form = MailForm(request.POST)
    if not form.is_valid():
        return invitations_page(request, membership, mail_form=form, status=422)
    invitees = form.cleaned_data["people"]
    invite_by_mail(
        membership.room,
        invitees,
        by=membership.person,
        role=form.cleaned_data["role"],
        link=lambda token: link_to(request, token),
    )
    return invitations_page(request, membership, sent=len(invitees), status=201)


@in_room("settle")
@require_POST
def revoke(request: Visit, membership: Membership, invitation_id: UUID) -> HttpResponse:
    get_object_or_404(live_invitations(membership), id=invitation_id).revoke(by=membership.person)
    return redirect("room_invitations", membership.room_id)


@public
@require_safe
@limited("qr", times=60, seconds=600)
def qr(request: Visit, token: str) -> HttpResponse:
    """The same link, for a camera."""
    if Invitation.find(token) is None:
        raise Http404
    drawn = BytesIO()
    qrcode.make(link_to(request, token), image_factory=SvgPathImage).save(drawn)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def link_to(request: Visit, token: str) -> str:
    return request.build_absolute_uri(url("invitation", token))


def live_invitations(membership: Membership) -> models.QuerySet[Invitation]:
    return Invitation.objects.filter(
        room=membership.room, revoked_at=None, uses_left__gt=0, expires_at__gt=timezone.now()
    ).select_related("by")


def invitations_page(request: Visit, membership: Membership, *, status: int = 200, **shown: object) -> HttpResponse:
    context = {
        "lintel": room_lintel(membership, back=url("room_people", membership.room_id)),
        "room": membership.room,
        "invitations": live_invitations(membership).order_by("-id")[:100],
        "link_form": LinkForm(),
        "mail_form": MailForm(),
        "token": "",
        "link": "",
        "sent": 0,
        **shown,
    }
    return page(request, "lobby/invitations.html", context, status=status)
