import contextlib
import io
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom._uid_dict import UID_dictionary
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from dayroom.lib.dicom import clean_dicom, render
from dayroom.lib.kinds import Refused

# Only what the wheel ships; pydicom would download the rest.
SHIPPED = sorted(path for path in (Path(pydicom.__file__).parent / "data" / "test_files").rglob("*") if path.is_file())
SECRET = "ZZSECRET"
# Written by us or telling of no person: these may be alike in the original and the cleaned file.
TECHNICAL_VRS = frozenset(("US", "SS", "UL", "SL", "FD", "FL", "OB", "OW", "OF", "DS", "IS", "AT", "UN", "OB or OW"))
COMMON_WORDS = frozenset(("MONOCHROME2", "MONOCHROME1"))


def film(**more: object) -> Dataset:
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.1"
    dataset.SOPInstanceUID = generate_uid()
    dataset.Modality = "DX"
    dataset.Rows, dataset.Columns, dataset.SamplesPerPixel = 4, 6, 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 16, 12, 11, 0
    dataset.PixelData = np.arange(24, dtype="<u2").tobytes()
    for keyword, value in more.items():
        setattr(dataset, keyword, value)
    return dataset


def written(dataset: Dataset) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset.save_as(target, enforce_file_format=True)
    return target.getvalue()


def shown(data: bytes, **view: Any) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(render(data, **view))))


def test_no_planted_name_survives_anywhere() -> None:
    dataset = film(
        PatientName=f"{SECRET}^One", PatientID=SECRET, AccessionNumber=SECRET, StudyDescription=SECRET,
        InstitutionName=SECRET, StationName=SECRET, PatientComments=SECRET, ImageComments=SECRET, StudyID=SECRET,
        BodyPartExamined=SECRET, ViewPosition=SECRET, Laterality=SECRET, SeriesDescription=SECRET,
        WindowCenterWidthExplanation=SECRET, RescaleType=SECRET, PatientOrientation=[SECRET, SECRET],
    )  # fmt: skip
    item = Dataset()
    item.PersonName, item.CodeMeaning = SECRET, SECRET
    inner = Dataset()
    inner.PatientName = SECRET
    item.ReferencedPatientSequence = [inner]
    dataset.RequestAttributesSequence = dataset.SharedFunctionalGroupsSequence = [item]
    dataset.private_block(0x0029, SECRET, create=True).add_new(1, "LO", SECRET)
    dataset.add_new(0x60000022, "LO", SECRET)  # overlay description
    dataset.add_new(0x60003000, "OW", SECRET.encode())  # overlay
    dataset.add_new(0xFFFCFFFC, "OB", SECRET.encode())  # trailing padding
    dataset.PixelData = dataset.PixelData + SECRET.encode()
    dataset.file_meta.ImplementationVersionName = SECRET
    dataset.file_meta.SourceApplicationEntityTitle = SECRET
    original = SECRET.encode() * 16 + written(dataset)[128:]
    assert original.count(SECRET.encode()) > 30, "need planted names for this test to mean anything"
    assert SECRET.encode() not in clean_dicom(original).data


def test_no_name_number_or_uid_of_a_shipped_file_survives() -> None:
    for path in SHIPPED:
        try:
            clean = clean_dicom(path.read_bytes()).data
        except Refused:
            continue
        left = [text for text in identifying(path) if text.encode("utf-8", "ignore") in clean]
        assert not left, (path.name, left)


def identifying(path: Path) -> set[str]:
    found = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        original = pydicom.dcmread(path)
        for element in [*original.file_meta, *original.iterall()]:
            if element.VR in TECHNICAL_VRS | {"SQ", "CS"} or element.keyword.endswith(("ClassUID", "SyntaxUID")):
                continue
            values = element.value if isinstance(element.value, (list, tuple)) or element.VM > 1 else [element.value]
            found |= {str(value).strip() for value in values or []}
    found -= {uid for uid in found if uid in UID_dictionary}
    return {text for text in found if len(text) >= 4} - COMMON_WORDS


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_file_is_cleaned_and_drawn_or_refused_with_a_sentence(path: Path) -> None:
    try:
        clean = clean_dicom(path.read_bytes())
    except Refused:
        return
    assert min(clean.rows, clean.columns, clean.frames) >= 1
    assert shown(clean.data, frame=clean.frames - 1).shape[1] == clean.columns


def test_enough_of_the_shipped_files_are_pictures() -> None:
    cleaned = 0
    for path in SHIPPED:
        try:
            clean_dicom(path.read_bytes())
        except Refused:
            continue
        cleaned += 1
    assert cleaned >= 75


def test_pixels_and_what_measures_them_stay() -> None:
    clean = clean_dicom(
        written(film(PixelSpacing=[0.5, 0.5], RescaleSlope=2, RescaleIntercept=-10, BodyPartExamined="CHEST"))
    )
    dataset = pydicom.dcmread(io.BytesIO(clean.data))
    assert dataset.pixel_array.flatten().tolist() == list(range(24))
    assert [float(each) for each in dataset.PixelSpacing] == [0.5, 0.5]
    assert (dataset.RescaleSlope, dataset.RescaleIntercept) == (2, -10)
    assert (dataset.BodyPartExamined, clean.modality, clean.rows, clean.columns) == ("CHEST", "DX", 4, 6)
    assert (clean.window_centre, clean.window_width) == (13.5, 47)


def test_text_in_the_spare_bits_is_emptied() -> None:
    lettered = (np.arange(24, dtype="<u2") | 0x8000).tobytes()
    dataset = pydicom.dcmread(io.BytesIO(clean_dicom(written(film(PixelData=lettered))).data))
    assert dataset.pixel_array.max() == 23


def test_the_window_and_inversion_change_what_is_shown() -> None:
    data = clean_dicom(written(film())).data
    assert shown(data).flatten().tolist()[::23] == [0, 255]
    assert shown(data, invert=True).flatten().tolist()[::23] == [255, 0]
    assert set(shown(data, centre=12, width=1).flatten().tolist()) == {0, 255}
    assert shown(data, centre=1000, width=2).max() == 0


def test_monochrome1_is_shown_with_its_low_values_bright() -> None:
    data = clean_dicom(written(film(PhotometricInterpretation="MONOCHROME1"))).data
    assert shown(data).flatten().tolist()[::23] == [255, 0]


def test_oblong_pixels_are_shown_square() -> None:
    assert shown(clean_dicom(written(film(PixelSpacing=[2, 1]))).data).shape == (8, 6)


def test_several_frames_are_shown_one_by_one() -> None:
    frames = np.zeros((3, 4, 6), "<u2")
    frames[1], frames[2, 0, 0] = 5, 9
    clean = clean_dicom(written(film(NumberOfFrames=3, PixelData=frames.tobytes())))
    assert clean.frames == 3
    assert shown(clean.data, frame=1, centre=3, width=4).min() == 255
    with pytest.raises(Refused, match="no such image"):
        render(clean.data, frame=3)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"BurnedInAnnotation": "YES"}, "drawn into the picture"),
        ({"RecognizableVisualFeatures": "YES"}, "can be recognised"),
        ({"Rows": 60_000, "Columns": 60_000}, "too large"),
        ({"NumberOfFrames": 100_000}, "too large"),
        ({"Rows": 0}, "damaged"),
        ({"Rows": 5}, "damaged"),
        ({"SamplesPerPixel": 4}, "damaged"),
    ],
)
def test_what_must_not_come_in_is_refused(more: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        clean_dicom(written(film(**more)))


def test_a_file_that_says_nothing_about_drawn_text_is_flagged() -> None:
    assert clean_dicom(written(film())).may_have_burned_in_text
    assert not clean_dicom(written(film(BurnedInAnnotation="NO"))).may_have_burned_in_text


def test_cleaning_again_changes_nothing_that_is_shown() -> None:
    once = clean_dicom(written(film()))
    again = clean_dicom(once.data)
    assert render(again.data) == render(once.data)


def test_a_file_cut_anywhere_is_refused_or_cleaned() -> None:
    whole = written(film())
    for end in range(0, len(whole), 7):
        with contextlib.suppress(Refused):
            assert shown(clean_dicom(whole[:end]).data).size


def test_measures_of_an_enhanced_file_are_found_in_its_groups() -> None:
    measures, window, group = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing = [0.25, 0.25]
    window.WindowCenter, window.WindowWidth = 40, 400
    group.PixelMeasuresSequence, group.FrameVOILUTSequence = [measures], [window]
    clean = clean_dicom(written(film(NumberOfFrames=1, PerFrameFunctionalGroupsSequence=[group])))
    assert (clean.window_centre, clean.window_width) == (40, 400)
    assert pydicom.dcmread(io.BytesIO(clean.data)).PixelSpacing == [0.25, 0.25]
