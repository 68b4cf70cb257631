"""How one file is looked at large: which image or page, and for an X-ray its window."""

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dayroom.kernel.files.forms import DrawForm
from dayroom.kernel.files.models import File
from dayroom.web.addresses import url

# Centre and width that radiologists read a CT with, in Hounsfield units.
CT_WINDOWS: tuple[tuple[str | Promise, int, int], ...] = (
    (_("Soft parts"), 40, 400), (_("Lung"), -600, 1500), (_("Bone"), 400, 1800), (_("Brain"), 40, 80),
)  # fmt: skip


class Sheet:
    def __init__(self, file: File, asked: QueryDict) -> None:
        self.file = file
        self.form = DrawForm(asked, file=file)
        self.is_valid = self.form.is_valid()
        self.wish = self.form.wish()

    @property
    def number(self) -> int:
        return self.wish.number

    @property
    def last(self) -> int:
        return self.file.drawings - 1

    @property
    def has_window(self) -> bool:
        return self.file.family == File.Family.DICOM and not self.file.facts["colour"]

    @property
    def centre(self) -> float:
        return self.wish.centre if self.wish.centre is not None else float(self.file.facts["window_centre"])

    @property
    def width(self) -> float:
        return self.wish.width if self.wish.width is not None else float(self.file.facts["window_width"])

    @property
    def reach(self) -> float:
        """How far the sliders go: the file's own window lies in their middle, and a body's in any CT."""
        return max(2 * float(self.file.facts["window_width"]), 2000.0 if self.file.facts["modality"] == "CT" else 0.0)

    @property
    def windows(self) -> list[tuple[str | Promise, str]]:
        if self.file.facts.get("modality") != "CT":
            return []
        return [(name, self.query(self.number, centre=centre, width=width)) for name, centre, width in CT_WINDOWS]

    @property
    def picture(self) -> str:
        return url("file_picture", self.file.room_id, self.file.id) + self.query(self.number)

    @property
    def before(self) -> str:
        return self.query(self.number - 1) if self.number > 0 else ""

    @property
    def after(self) -> str:
        return self.query(self.number + 1) if self.number < self.last else ""

    def query(self, number: int, *, centre: float | None = None, width: float | None = None) -> str:
        asked = QueryDict(mutable=True)
        asked["number"] = str(number + 1)
        for name, value in (
            ("centre", centre if centre is not None else self.wish.centre),
            ("width", width or self.wish.width),
        ):
            if value is not None:
                asked[name] = f"{value:g}"
        if self.wish.invert:
            asked["invert"] = "on"
        return f"?{asked.urlencode()}"
