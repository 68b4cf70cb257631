import contextlib
import io
import zlib
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name
from PIL import Image

from dayroom.lib.documents import MAX_PAGES, clean_pdf, page_picture, without_segments
from dayroom.lib.kinds import Refused
from dayroom.lib.tests.test_pictures import photograph

SECRET = "ZZSECRET"


def paper(**more: object) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 100))
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(b"1 0 0 rg 0 0 100 100 re f")
    for key, value in more.items():
        pdf.Root[f"/{key}"] = value
    return pdf


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, **how)
    return target.getvalue()


def unfolded(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                     object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip


def test_names_and_history_are_gone_and_the_page_stays() -> None:
    pdf = paper(PieceInfo=Dictionary(App=Dictionary(Private=SECRET)))
    pdf.docinfo["/Author"] = pdf.docinfo["/Producer"] = SECRET
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET]
    page = pdf.pages[0]
    page.Metadata = pdf.make_stream(SECRET.encode())
    page.Annots = pikepdf.Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=SECRET, NM=SECRET)]
    )
    page.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_stream(
        photograph(), Type=Name.XObject, Subtype=Name.Image, Width=64, Height=32, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode)))  # fmt: skip
    unused = pdf.make_indirect(Dictionary(Note=SECRET))
    original = saved(pdf) + f"\n% {SECRET}\n".encode()
    assert unused is not None
    assert unfolded(original).count(SECRET.encode()) >= 5, "need names for this test to mean anything"
    clean = clean_pdf(original)
    assert clean.pages == 1
    assert SECRET.encode() not in clean.data + unfolded(clean.data)
    assert b"Exif" not in clean.data
    assert b"/Author" not in unfolded(clean.data)
    assert drawn(clean.data) == drawn(original)


def drawn(data: bytes) -> bytes:
    with pypdfium2.PdfDocument(data) as pdf:
        return bytes(pdf[0].render(draw_annots=False).to_pil().tobytes())


def test_an_earlier_version_kept_inside_is_gone() -> None:
    first = saved(paper(Remark=SECRET), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    root = first.index(b"/Remark")
    number = int(first[: first.rindex(b" 0 obj", 0, root)].split()[-1])
    start = len(first)
    later = b"%d 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" % number
    pages = first[first.index(b"/Pages ") + 7 :].split()[0]
    later = later.replace(b"/Pages 2", b"/Pages " + pages)
    table = start + len(later)
    old = first[: first.rindex(b"%%EOF")].split()[-1]
    later += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Root %d 0 R /Size 9 /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        number, start, number, old, table)  # fmt: skip
    assert SECRET.encode() in first + later
    assert SECRET.encode() not in clean_pdf(first + later).data


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


ACTING = {
    "a script on opening": lambda pdf: pdf.Root.update({"/OpenAction": script()}),
    "a script with a name": lambda pdf: pdf.Root.update(
        {"/Names": Dictionary(JavaScript=Dictionary(Names=["a", script()]))}
    ),
    "a script deep in arrays": lambda pdf: pdf.Root.update({"/Odd": [[[Dictionary(A=[script()])]]]}),
    "a script nobody points to": lambda pdf: pdf.make_indirect(script()),
    "a program to launch": lambda pdf: pdf.pages[0].obj.update(
        {"/Annots": [Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.Launch, F="cmd.exe"))]}
    ),
    "an action on a page": lambda pdf: pdf.pages[0].obj.update({"/AA": Dictionary(O=Dictionary(S=Name.GoTo))}),
    "another file": lambda pdf: pdf.attachments.update({"a.txt": b"hello"}),
    "a form that sends": lambda pdf: pdf.Root.update({"/Odd": Dictionary(S=Name.SubmitForm, F="https://t.org")}),
    "an XFA form": lambda pdf: pdf.Root.update({"/AcroForm": Dictionary(XFA="x", Fields=[])}),
    "a film": lambda pdf: pdf.Root.update({"/Odd": Dictionary(Subtype=Name.RichMedia)}),
}


@pytest.mark.parametrize("what", ACTING)
@pytest.mark.parametrize("packed", [True, False])
def test_a_document_that_acts_is_refused(what: str, packed: bool) -> None:
    pdf = paper()
    ACTING[what](pdf)
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    if what == "a script nobody points to":
        assert b"JavaScript" not in clean_pdf(saved(pdf, object_stream_mode=mode)).data
        return
    with pytest.raises(Refused, match="contains a program"):
        clean_pdf(saved(pdf, object_stream_mode=mode))


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_locked_document_is_refused(password: str) -> None:
    with pytest.raises(Refused, match="locked"):
        clean_pdf(saved(paper(), encryption=pikepdf.Encryption(owner="owner", user=password)))


def test_links_and_an_opening_page_stay() -> None:
    pdf = paper()
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=[pdf.pages[0].obj, Name.Fit])
    link = Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI="https://who.int"))
    pdf.pages[0].obj.Annots = [link]
    assert b"https://who.int" in unfolded(clean_pdf(saved(pdf)).data)


def test_too_many_pages_and_huge_pictures_are_refused() -> None:
    pdf = pikepdf.new()
    for _ in range(MAX_PAGES + 1):
        pdf.add_blank_page(page_size=(9, 9))
    with pytest.raises(Refused, match="too many pages"):
        clean_pdf(saved(pdf))
    with pytest.raises(Refused, match="larger inside"):
        clean_pdf(saved(paper(Odd=Dictionary(Subtype=Name.Image, Width=20_000, Height=20_000))))


def test_a_bomb_in_an_object_stream_is_refused_before_it_unfolds() -> None:
    bomb = zlib.compress(bytes(64 * 1024 * 1024), 9)
    document = b"%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"
    with pytest.raises(Refused, match="larger inside"):
        clean_pdf(document + bomb + b"\nendstream endobj\nxref\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF")


def test_the_first_page_is_drawn_small() -> None:
    picture = Image.open(io.BytesIO(page_picture(clean_pdf(saved(paper())).data, number=0, longest=320)))
    assert (picture.format, picture.size) == ("WEBP", (320, 160))
    red, green, _ = np.asarray(picture)[80, 80]
    assert red > 200 > 50 > green


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_broken_document_is_cleaned_or_refused_never_an_error(at: int, noise: bytes, cut: bool) -> None:
    original = saved(paper())
    at %= len(original)
    with contextlib.suppress(Refused):
        data = clean_pdf(original[:at] if cut else original[:at] + noise + original[at + len(noise) :]).data
        assert page_picture(data, number=0, longest=64)


def test_a_jpeg_loses_its_segments_and_none_of_its_pixels() -> None:
    original = photograph()
    stripped = without_segments(original)
    assert b"ZZSECRETZZ" in original
    assert b"ZZSECRETZZ" not in stripped
    pixels = [Image.open(io.BytesIO(data)).tobytes() for data in (original, stripped)]
    assert pixels[0] == pixels[1]
