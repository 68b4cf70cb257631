import io
from pathlib import Path

import pydicom
import pytest
from PIL import Image

from dayroom.lib.arrivals import Arrival, receive
from dayroom.lib.kinds import Family, Refused
from dayroom.lib.tests.test_documents import paper, saved
from dayroom.lib.tests.test_office import LETTER, document
from dayroom.lib.tests.test_pictures import photograph
from dayroom.lib.tests.test_recordings import SECRET, film

CT = Path(pydicom.__file__).parent / "data" / "test_files" / "CT_small.dcm"
SENT = {
    "wound.heic": (photograph("HEIF"), "image/jpeg", "jpg", b"ZZSECRETZZ"),
    "chart.png": (photograph("PNG"), "image/png", "png", b"ZZSECRETZZ"),
    "scan.dcm": (CT.read_bytes(), "application/dicom", "dcm", b"CompressedSamples^CT1"),
    "letter.pdf": (saved(paper()) + b"% ZZSECRET", "application/pdf", "pdf", b"ZZSECRET"),
    "letter.docx": (document(LETTER), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
                    b"thumbnail"),
    "walk.mp4": (film(), "video/mp4", "mp4", SECRET),
    "values.csv": ("Å;2".encode("cp1252"), "text/csv", "csv", b"\xc5;"),
}  # fmt: skip


def received(name: str) -> Arrival:
    return receive(SENT[name][0], name=name)


@pytest.mark.parametrize("name", SENT)
def test_each_family_is_cleaned_at_the_one_door(name: str) -> None:
    original, media_type, extension, secret = SENT[name]
    assert secret in original, "need something to lose for this test to mean anything"
    arrival = received(name)
    assert (arrival.media_type, arrival.extension) == (media_type, extension)
    assert secret not in arrival.data


def test_every_family_goes_through_this_test() -> None:
    assert {received(name).kind.family for name in SENT} == set(Family)


@pytest.mark.parametrize("name", ["wound.heic", "scan.dcm", "letter.pdf"])
def test_what_can_be_seen_has_a_small_picture(name: str) -> None:
    assert Image.open(io.BytesIO(received(name).thumbnail or b"")).format == "WEBP"


def test_what_was_stored_can_come_in_again() -> None:
    for name in SENT:
        arrival = received(name)
        assert receive(arrival.data, name=f"again.{arrival.extension}").media_type == arrival.media_type


def test_a_refusal_passes_through() -> None:
    with pytest.raises(Refused, match="cannot take files of this kind"):
        receive(b"<svg onload=alert(1)>", name="a.txt")
