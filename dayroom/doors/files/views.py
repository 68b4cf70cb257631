from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayroom.doors.files.sending import send, size_of, tag_of
from dayroom.kernel.files.drawing import drawing
from dayroom.kernel.files.forms import DrawForm
from dayroom.kernel.files.models import THUMBNAIL, File
from dayroom.kernel.people.visit import Visit
from dayroom.kernel.rooms.access import in_room
from dayroom.kernel.rooms.models import Membership
from dayroom.lib.kinds import Refused
from dayroom.web.errors import sorry
from dayroom.web.limits import limited

# What a browser shows by itself without running anything in it. Documents are saved, never opened under our name.
SHOWN_INLINE = frozenset({File.Family.PICTURE, File.Family.AUDIO, File.Family.VIDEO})


@in_room("read")
@require_safe
def original(request: Visit, membership: Membership, file_id: UUID) -> HttpResponse:
    """To be saved on the reader's own device."""
    file = find(membership, file_id)
    return send(request, file.open(), size=file.size, media_type=file.media_type, tag=tag_of(file), download=file.name)


@in_room("read")
@require_safe
def view(request: Visit, membership: Membership, file_id: UUID) -> HttpResponse:
    file = find(membership, file_id)
    if file.family not in SHOWN_INLINE:
        raise Http404
    return send(request, file.open(), size=file.size, media_type=file.media_type, tag=tag_of(file))


@in_room("read", logged=False)
@require_safe
def thumbnail(request: Visit, membership: Membership, file_id: UUID) -> HttpResponse:
    file = find(membership, file_id)
    if not file.has_thumbnail:
        raise Http404
    data = file.open(THUMBNAIL)
    return send(request, data, size=size_of(data), media_type="image/webp")


@in_room("read")
@require_safe
@limited("draw", times=300, seconds=60, methods=("GET",))
def picture(request: Visit, membership: Membership, file_id: UUID) -> HttpResponse:
    """One image of an X-ray or scan, or one page of a document, drawn anew from the stored file."""
    file = find(membership, file_id)
    if not file.drawings:
        raise Http404
    form = DrawForm(request.GET, file=file)
    if not form.is_valid():
        return sorry(request, _("This picture cannot be drawn like that. Go back and choose again."), status=422)
    try:
        data = drawing(file, form.wish())
    except Refused as refused:
        return sorry(request, _(refused.sentence).format(**refused.values), status=422)
    return send(
        request, data, size=size_of(data), media_type="image/png" if file.family == File.Family.DICOM else "image/webp"
    )


def find(membership: Membership, file_id: UUID) -> File:
    return get_object_or_404(File.objects.shown_to(membership), id=file_id)
