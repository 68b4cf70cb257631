from django.utils.translation import gettext_lazy as _

from dayroom.features.posts.citing import CiteForm
from dayroom.web.seams import ComposerPart, EntryKind, Tab, seams

seams.tabs.append(Tab(key="talk", title=_("Talk"), route="room", order=10))
seams.kinds["post"] = EntryKind(key="post", name=_("A post"))
seams.parts.append(ComposerPart(key="cite", template="posts/cite.html", form=CiteForm, order=30))
