import io
import stat
import zipfile

import pytest

from dayroom.lib.kinds import EICAR, Refused, sniff
from dayroom.lib.office import clean_office
from dayroom.lib.tests.test_pictures import photograph

SECRET = b"ZZSECRET"
LETTER = {
    "[Content_Types].xml": b"<Types/>",
    "_rels/.rels": b'<Relationships><Relationship Target="docProps/thumbnail.jpeg"/></Relationships>',
    "word/document.xml": b'<w:ins w:id="1" w:author="ZZSECRET" w:date="x"><w:t>Take 5 mg</w:t></w:ins>',
    "word/comments.xml": b'<w:comment w:initials="ZZSECRET" w:author="ZZSECRET"/>',
    "word/people.xml": b'<w15:person w15:author="ZZSECRET"/>',
    "word/_rels/document.xml.rels": b'<Relationship Type="/hyperlink" Target="https://who.int" TargetMode="External"/>',
    "word/media/image1.jpeg": photograph(),
    "docProps/core.xml": b"<p><dc:creator>ZZSECRET</dc:creator><cp:lastModifiedBy>ZZSECRET</cp:lastModifiedBy></p>",
    "docProps/app.xml": b"<p><Company>ZZSECRET</Company></p>",
    "docProps/thumbnail.jpeg": SECRET,
}


def document(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return target.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_letter_keeps_its_text_and_loses_its_writers() -> None:
    assert sniff(document(LETTER), name="letter.docx").name == "docx"
    clean = parts(clean_office(document(LETTER)))
    assert b"<w:t>Take 5 mg</w:t>" in clean["word/document.xml"]
    assert b"https://who.int" in clean["word/_rels/document.xml.rels"]
    assert SECRET not in b"".join(clean.values())
    assert b"Exif" not in clean["word/media/image1.jpeg"]
    assert b"thumbnail" not in clean["_rels/.rels"]


def test_a_sheet_and_an_open_document_are_known_and_cleaned() -> None:
    sheet = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b"<w/>",
        "xl/comments1.xml": b"<author>ZZSECRET</author>",
    }
    assert sniff(document(sheet), name="a.xlsx").name == "xlsx"
    assert SECRET not in b"".join(parts(clean_office(document(sheet))).values())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        written.writestr("mimetype", b"application/vnd.oasis.opendocument.text")
        written.writestr("meta.xml", b"<meta:initial-creator>ZZSECRET</meta:initial-creator>")
        written.writestr("content.xml", b"<dc:creator>ZZSECRET</dc:creator><text:p>hi</text:p>")
    assert sniff(target.getvalue(), name="a.odt").name == "odt"
    clean = clean_office(target.getvalue())
    assert clean[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")
    assert SECRET not in b"".join(parts(clean).values())


@pytest.mark.parametrize(
    "part",
    [
        {"word/vbaProject.bin": b"x"},
        {"word/embeddings/oleObject1.docx": b"x"},
        {"word/activeX/a.xml": b"x"},
        {"word/evil.js": b"x"},
        {"../../etc/passwd": b"x"},
        {"/etc/passwd": b"x"},
        {"word\\..\\..\\a.xml": b"x"},
        {"word/_rels/a.xml.rels": b'<Relationship Type="/attachedTemplate" Target="//t.org" TargetMode="External"/>'},
        {"word/_rels/x.xml.rels": b'<Relationship TargetMode="External" Type="/image" Target="//t.org/a.png"/>'},
    ],
)
def test_a_document_that_acts_or_reaches_out_is_refused(part: dict[str, bytes]) -> None:
    with pytest.raises(Refused, match="contains a program"):
        clean_office(document(LETTER | part))


def test_a_link_to_the_file_system_is_refused() -> None:
    target = io.BytesIO(document(LETTER))
    link = zipfile.ZipInfo("word/link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(target, "a") as written:
        written.writestr(link, "/etc/passwd")
    with pytest.raises(Refused, match="contains a program"):
        clean_office(target.getvalue())


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(Refused, match="larger inside"):
        clean_office(document(LETTER | {"word/big.xml": bytes(30 * 1024 * 1024)}))
    with pytest.raises(Refused, match="larger inside"):
        clean_office(document(LETTER | {f"word/{n}.xml": b"" for n in range(2001)}))


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(document({"word/document.xml": bytes(1_000_000)}))
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    with pytest.raises(Refused):
        clean_office(bytes(data))


def test_a_virus_inside_is_found() -> None:
    with pytest.raises(Refused, match="virus"):
        clean_office(document(LETTER | {"word/a.txt": EICAR}))


def test_a_cut_document_is_refused() -> None:
    whole = document(LETTER)
    for end in range(0, len(whole), 97):
        with pytest.raises(Refused):
            clean_office(whole[:end])
