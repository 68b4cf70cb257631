import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from dayroom.lib.kinds import EICAR, KINDS, MIB, Refused, clean_text, sniff


def picture(format: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(target, format)
    return target.getvalue()


def archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return target.getvalue()


TAKEN = {
    "wound.jpg": (picture("JPEG"), "jpeg"),
    "WOUND.JPEG": (picture("JPEG"), "jpeg"),
    "chart.png": (picture("PNG"), "png"),
    "photo.webp": (picture("WEBP"), "webp"),
    "old.gif": (picture("GIF"), "gif"),
    "phone.heic": (b"\0\0\0\x18ftypheic" + bytes(40), "heif"),
    "phone.avif": (picture("AVIF"), "avif"),
    "IM0001": (bytes(128) + b"DICM" + bytes(20), "dicom"),
    "1.2.840.10008": (bytes(128) + b"DICM" + bytes(20), "dicom"),
    "letter.v2.final.pdf": (b"%PDF-1.7\n", "pdf"),
    "www.example.com.pdf": (b"%PDF-1.7\n", "pdf"),
    "voice.mp3": (b"ID3\4\0\0\0\0\0\0", "mp3"),
    "voice.m4a": (b"\0\0\0\x18ftypM4A " + bytes(40), "m4a"),
    "browser.m4a": (b"\0\0\0\x18ftypisom" + bytes(40), "m4a"),
    "walk.mov": (b"\0\0\0\x14ftypqt  " + bytes(40), "mov"),
    "walk.mp4": (b"\0\0\0\x18ftypisom" + bytes(40), "mp4"),
    "voice.wav": (b"RIFF\0\0\0\0WAVE" + bytes(40), "wav"),
    "diary.txt": ("Ærlig talt, 5 mg ≤ 2 ×".encode(), "txt"),
    "values.csv": ("a;b\r\nÅ;2\r\n".encode("cp1252"), "csv"),
    "写真.jpg": (picture("JPEG"), "jpeg"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_what_its_bytes_and_its_name_say(name: str) -> None:
    data, expected = TAKEN[name]
    assert sniff(data, name=name) is KINDS[expected]


REFUSED = {
    "a page": (b"<!DOCTYPE html><p>hi", "page.txt"),
    "a page after blanks": (b"\xef\xbb\xbf \n<html>", "page.txt"),
    "a drawing with script": (b"<svg onload='alert(1)'/>", "drawing.svg"),
    "a drawing called a picture": (b"<svg onload='alert(1)'/>", "drawing.png"),
    "a script": (b"alert(1)", "a.js"),
    "a shell script": (b"#!/bin/sh\nrm -rf /", "notes.txt"),
    "a Windows program": (b"MZ\x90\0" + bytes(200), "setup.exe"),
    "a Windows program called a picture": (b"MZ\x90\0" + bytes(200), "setup.jpg"),
    "a Linux program": (b"\x7fELF" + bytes(200), "tool"),
    "a Java class": (b"\xca\xfe\xba\xbe" + bytes(200), "A.class"),
    "a double extension": (picture("JPEG"), "x.php.jpg"),
    "a double extension with blanks": (picture("JPEG"), "x.PHP .jpg"),
    "an extension of another kind": (picture("JPEG"), "x.png"),
    "no extension": (picture("JPEG"), "x"),
    "a right-to-left trick": (picture("JPEG"), "photo\u202egpj.exe"),
    "the test virus": (EICAR, "eicar.txt"),
    "the test virus in a picture": (picture("JPEG") + EICAR, "a.jpg"),
    "an archive": (archive(a=b"b"), "a.zip"),
    "an archive called a document": (archive(a=b"b"), "a.docx"),
    "a picture that is an archive": (picture("JPEG") + archive(a=b"b"), "a.jpg"),
    "a GIF that is a Java archive": (picture("GIF") + archive(**{"META-INF/MANIFEST.MF": b""}), "a.gif"),
    "a picture with a page in it": (picture("PNG") + b"<script>alert(1)</script>", "a.png"),
    "a picture with PHP in it": (picture("JPEG") + b"<?php system($_GET['c']); ?>", "a.jpg"),
    "a GIF that is JavaScript": (b"GIF89a/*" + bytes(20) + b"*/=1;<script >", "a.gif"),
    "a PDF that is a page": (b"%PDF-1.4\n<html><script>alert(1)</script>", "a.pdf"),
    "a PDF that begins as something else": (b"#!/bin/sh\n%PDF-1.4\n", "a.pdf"),
    "a PDF that is an archive": (b"%PDF-1.4\n" + archive(a=b"b"), "a.pdf"),
    "a Matroska film": (b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska", "film.webm"),
    "binary rubbish": (bytes(range(256)), "a.txt"),
    "nothing": (b"", "a.txt"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_on_the_list_or_is_two_things_is_refused_with_a_sentence(what: str) -> None:
    data, name = REFUSED[what]
    with pytest.raises(Refused) as refused:
        sniff(data, name=name)
    assert str(refused.value).endswith(".")


def test_a_sentence_can_be_translated_before_its_numbers_are_filled_in() -> None:
    with pytest.raises(Refused) as refused:
        sniff(b"a" * (2 * MIB + 1), name="long.txt")
    assert refused.value.sentence == "This file is too large. The limit is {limit} MB."
    assert refused.value.values == {"limit": 2}
    assert str(refused.value) == "This file is too large. The limit is 2 MB."


def test_every_sentence_is_short_and_ends() -> None:
    files = Path(__file__).resolve().parents[1].glob("*.py")
    found = [text for file in files for text in re.findall(r'N_\("([^"]+)"\)', file.read_text("utf-8"))]
    assert len(found) > 25
    assert [
        text for text in found if not text.endswith(".") or max(map(len, map(str.split, text.split(". ")))) > 20
    ] == []


def test_text_is_kept_as_utf8_and_otherwise_as_it_came() -> None:
    assert clean_text("Å;≤;\r\n".encode()) == "Å;≤;\r\n".encode()
    assert clean_text("\ufeffÅ".encode()) == "Å".encode()
    assert clean_text("Å;2".encode("cp1252")) == "Å;2".encode()
