"""Signing up on a site that is not open to everybody: the invitation is in the address one wants to go on to."""

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from dayroom.kernel.rooms.models import Invitation
from dayroom.kernel.rooms.models.admission import OpenInvitation


def is_open(request: HttpRequest) -> bool:
    return settings.SIGN_UP_OPEN or invitation_of(request) is not None


def invitation_of(request: HttpRequest) -> OpenInvitation | None:
    """The live invitation that `next` leads to."""
    try:
        match = resolve(get_next_redirect_url(request) or "/")
    except Resolver404:
        return None
    if match.url_name != "invitation":
        return None
    return Invitation.find(str(match.kwargs["token"]))
