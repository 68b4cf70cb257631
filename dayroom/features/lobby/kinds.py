"""The kinds of room in the words of the page that explains them."""

from django.utils.translation import gettext_lazy as _

from dayroom.kernel.rooms.models import Room

KINDS_EXPLAINED = {
    Room.Kind.CIRCLE: _(
        "The people around one patient: family, carers and clinicians. Everyone is named. "
        "The patient, or somebody they chose, decides who comes in."
    ),
    Room.Kind.COMMUNITY: _(
        "People who live with the same condition. You can use a pen name. Companies and search engines cannot see in."
    ),
    Room.Kind.PROFESSIONAL: _("Only people whose licence has been checked. They get a new name in each thread."),
    Room.Kind.CHANNEL: _(
        "A company runs it and pays for it. The company can read what is written there, and nothing else."
    ),
    Room.Kind.COMMONS: _("Data, slides, trials and dead ends, shared for anyone to read and build on."),
    Room.Kind.COLUMN: _("One person or a magazine writes. Anyone can read, people with an account can reply."),
    Room.Kind.CONVERSATION: _("You and the people you choose. Up to 12."),
}
