"""The pictures we use: one sprite of Lucide icons, made from the package, with only the names listed here."""

import re
import zipfile
from importlib.resources import as_file, files

# A meaning that ux.md fixes: eye = who can see, eye-off = hidden or not named, venetian-mask = pen name,
# badge-check = licence checked, building-2 = company, flag = report, pill = medicine, octagon-x = stopped.
ICONS = tuple(
    """
    arrow-left arrow-right badge-check bell bell-off book-open building-2 check chevron-right circle-alert circle-check
    clock copy door-closed door-open download ellipsis eye eye-off file-text fingerprint-pattern flag flask-conical
    globe hand-heart heart-handshake history hourglass house image info key-round life-buoy link list-checks
    lock-keyhole log-out mail message-circle mic octagon-x paperclip pen-line pencil phone pill plus printer quote reply
    scan-eye search send settings shield-alert shield-check smartphone stethoscope trash-2 triangle-alert user-check
    user-plus user-round user-x users-round venetian-mask vote x
    """.split()
)

# These point along the line of reading, so they turn round where people read from the right.
TURNING = frozenset({"arrow-left", "arrow-right", "chevron-right", "log-out", "reply", "send"})


def sprite() -> str:
    with as_file(files("lucide") / "lucide.zip") as path, zipfile.ZipFile(path) as drawings:
        symbols = [symbol(name, drawings.read(f"{name}.svg").decode()) for name in ICONS]
    return '<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide icons, ISC licence -->' + "".join(symbols) + "</svg>\n"


def symbol(name: str, drawing: str) -> str:
    inside = re.sub(r"\s*\n\s*", "", drawing.split(">", 1)[1].rsplit("</svg>", 1)[0])
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{inside}</symbol>'
