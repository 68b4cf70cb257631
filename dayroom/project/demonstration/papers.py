"""Pictures and papers of the invented network, drawn here so that they belong to nobody."""

import io

import numpy as np
from PIL import Image, ImageDraw
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

DIGITAL_XRAY = "1.2.840.10008.5.1.4.1.1.1.1"
WIDTH, HEIGHT = 960, 720


def bedroom() -> bytes:
    """A bedroom from above as a PNG: bed on the left, bathroom door on the lower right, the way between them dotted."""
    picture = Image.new("RGB", (1280, 600), "white")
    draw = ImageDraw.Draw(picture)
    ink = "#1D2126"
    draw.line([(940, 560), (1240, 560), (1240, 40), (40, 40), (40, 560), (820, 560)], fill=ink, width=6)
    draw.rounded_rectangle((80, 140, 460, 400), radius=12, outline=ink, width=6)
    draw.line([(180, 140), (180, 400)], fill=ink, width=6)
    draw.rectangle((600, 48, 840, 136), outline=ink, width=6)
    draw.line([(720, 48), (720, 136)], fill=ink, width=6)
    draw.arc((820, 440, 1060, 680), 180, 270, fill=ink, width=6)
    for step in range(18):
        x, y = 470 + step * 22, 270 + (step / 17) ** 2 * 250
        draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=ink)
    for place, word in (((220, 430), "bed"), ((636, 150), "drawers"), ((940, 520), "bathroom"), ((640, 250), "4 m")):
        draw.text(place, word, fill=ink, font_size=36)
    return encoded(picture, "PNG")


def plan() -> bytes:
    """A one-page plan as a PDF with real text."""
    lines = [
        ("Swallowing plan for Sam (invented)", 20),
        ("True on the day it was printed. Ask Joy Mwangi if something changed.", 11),
        ("", 11),
        ("Drinks: level 2, mildly thick. One spoon to one small glass, stir, wait one minute.", 12),
        ("Food: soft, cut small, with sauce. No dry bread, no nuts, no peas.", 12),
        ("Sit upright. Chin down. Small sips. No talking with a full mouth.", 12),
        ("Stay upright for 30 minutes afterwards.", 12),
        ("", 11),
        ("If he coughs at more than one meal in a day: write to Joy.", 12),
        ("If he cannot breathe or turns blue: emergency number, then back blows.", 12),
    ]
    shown = [f"/F1 {size} Tf ({escaped(words)}) Tj 0 -{size + 12} Td" for words, size in lines]
    text = f"BT /F1 12 Tf 56 790 Td {' '.join(shown)} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return assembled(objects)


def escaped(words: str) -> str:
    return words.replace("(", "\\(").replace(")", "\\)")


def assembled(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return out + f"{tail}startxref\n{len(out)}\n%%EOF\n".encode("latin-1")


# Finger by finger: where its bones begin, and the steps from joint to joint, in pixels.
BONES = (
    ((330, 520), [(-70, -60), (-60, -30)]),
    ((400, 430), [(-20, -140), (-5, -80), (25, -50)]),
    ((460, 420), [(0, -160), (10, -90), (35, -50)]),
    ((520, 430), [(20, -140), (25, -80), (40, -40)]),
    ((575, 460), [(40, -110), (30, -60), (35, -25)]),
)


def hand() -> bytes:
    """A drawing of a bent hand as a digital X-ray (DICOM, 12 bits), with an invented name in it for the reader to
    miss.
    """
    soft, bone = Image.new("L", (WIDTH, HEIGHT), 0), Image.new("L", (WIDTH, HEIGHT), 0)
    flesh, film = ImageDraw.Draw(soft), ImageDraw.Draw(bone)
    flesh.ellipse((330, 380, 630, 660), fill=90)
    flesh.rectangle((400, 600, 560, 720), fill=90)
    for number, ((x, y), steps) in enumerate(BONES):
        film.line([(480, 600), (x, y)], fill=170, width=26)
        for across, up in steps:
            flesh.line([(x, y), (x + across, y + up)], fill=90, width=56 - 3 * number)
            film.line([(x, y - 6), (x + across, y + up + 6)], fill=200, width=20)
            film.ellipse((x - 14, y - 14, x + 14, y + 14), fill=215)
            x, y = x + across, y + up
    for place in ((430, 700, 462, 600), (505, 700, 537, 600)):
        film.rectangle((place[0], place[3], place[2], place[1]), fill=190)
    noise = np.random.default_rng(7).normal(0, 12, (HEIGHT, WIDTH))
    pixels = np.clip(200 + np.asarray(soft, float) * 9 + np.asarray(bone, float) * 9 + noise * 8, 0, 4095).astype(
        np.uint16
    )
    return as_dicom(pixels)


def as_dicom(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint16]]") -> bytes:
    film = Dataset()
    film.file_meta = FileMetaDataset()
    film.file_meta.MediaStorageSOPClassUID = film.SOPClassUID = UID(DIGITAL_XRAY)
    film.file_meta.MediaStorageSOPInstanceUID = film.SOPInstanceUID = generate_uid()
    film.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    film.StudyInstanceUID, film.SeriesInstanceUID = generate_uid(), generate_uid()
    film.PatientName, film.PatientID, film.PatientBirthDate, film.PatientSex = (
        "Invented^Paziente",
        "INV-0001",
        "19600101",
        "F",
    )
    film.InstitutionName, film.Modality, film.BodyPartExamined = "Ospedale Inventato", "DX", "HAND"
    film.BurnedInAnnotation, film.PresentationIntentType = "NO", "FOR PRESENTATION"
    film.Rows, film.Columns = pixels.shape
    film.SamplesPerPixel, film.PhotometricInterpretation = 1, "MONOCHROME2"
    film.BitsAllocated, film.BitsStored, film.HighBit, film.PixelRepresentation = 16, 12, 11, 0
    film.WindowCenter, film.WindowWidth = 1600, 3000
    film.PixelData = pixels.tobytes()
    out = io.BytesIO()
    film.save_as(out, enforce_file_format=True)
    return out.getvalue()


def encoded(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


PAPERS = {"bedroom": bedroom, "plan": plan, "hand": hand}
