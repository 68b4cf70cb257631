from django.utils.translation import gettext_lazy as _

from dayroom.features.polls.forms import PollForm
from dayroom.features.polls.showing import load_polls
from dayroom.web.kinds import LOOKS
from dayroom.web.seams import ComposerPart, EntryKind, seams

seams.kinds["poll"] = EntryKind(key="poll", name=_("a poll"), template="polls/poll.html", load=load_polls)
# Between two people no vote is secret.
seams.parts.append(
    ComposerPart(
        key="poll",
        template="polls/part.html",
        form=PollForm,
        order=20,
        kinds=frozenset(LOOKS) - {"conversation"},
        replies=False,
    )
)
