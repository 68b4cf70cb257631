"""Bringing files into a composer, and looking at one."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST, require_safe

from dayroom.features.posts.attachments import FilesForm
from dayroom.features.posts.sheets import Sheet
from dayroom.kernel.files.models import File
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Membership
from dayroom.web.limits import limited
from dayroom.web.lintel import room_lintel
from dayroom.web.pages import page, part, wants_part
from dayroom.web.surroundings import PageRequest

Uploads = MultiValueDict[str, Any]


@in_room("write")
@require_POST
@limited("files", times=120, seconds=3600)
def files(request: PageRequest, membership: Membership) -> HttpResponse:
    """Takes in what was chosen, takes out what was ticked, and gives the part of the composer back."""
    form = FilesForm(request.POST, cast(Uploads, request.FILES), membership)
    form.take_in()
    context = {"part": form, "membership": membership, "sent": False}
    return part(request, "posts/files.html", "part", context, status=422 if form.refused else 200)


@in_room("read")
@require_safe
def file_page(request: PageRequest, membership: Membership, file_id: UUID) -> HttpResponse:
    """The file large: an X-ray with its window, a document page by page."""
    found = File.objects.shown_to(membership).select_related("entry")
    file = get_object_or_404(found, id=file_id)
    sheet = Sheet(file, request.GET)
    context = {"lintel": room_lintel(membership), "file": file, "sheet": sheet}
    status = 200 if sheet.is_valid else 422
    if wants_part(request):
        return part(request, "posts/file.html", "sheet", context, status=status)
    return page(request, "posts/file.html", context, status=status)
