from django.utils.translation import gettext_lazy as _

from dayroom.features.posts.attachments import FilesForm
from dayroom.features.posts.citing import CiteForm
from dayroom.features.posts.needs import words_that_wait
from dayroom.web.seams import ComposerPart, EntryKind, Tab, seams

seams.tabs.append(Tab(key="talk", title=_("Talk"), route="room", order=10))
seams.kinds["post"] = EntryKind(key="post", name=_("A post"))
seams.parts.append(ComposerPart(key="files", template="posts/_files_part.html", form=FilesForm, order=10))
seams.parts.append(ComposerPart(key="cite", template="posts/cite.html", form=CiteForm, order=30))
seams.needs.append(words_that_wait)
