"""DICOM pictures lose the patient and keep the picture (R119; DICOM PS3.15 Annex E, basic profile).

We do not take tags away, we build a new file: decoded pixels and a short list of values that say how to show them, each
checked and written anew. The profile's list of tags to remove grows every year, and manufacturers write names where no
list looks; what is not copied cannot leak. The price is honest: a cleaned file is one picture, no longer part of a
series that can be measured in space. The same holds for compressed pixels: comments hide in them, so they are decoded.
"""

import io
import math
import warnings
from dataclasses import dataclass

import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import get_frame
from pydicom.multival import MultiValue
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi
from pydicom.pixels.utils import get_j2k_parameters, pixel_array
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    JPEG2000TransferSyntaxes,
    MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
    MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
    MultiFrameTrueColorSecondaryCaptureImageStorage,
    SecondaryCaptureImageStorage,
    generate_uid,
)

from dayroom.lib.kinds import N_, Refused

MAX_PIXELS = 25_000_000  # pixels in one frame: a mammogram, the largest common film, has 14–20 million
MAX_DECODED_BYTES = 256 * 1024 * 1024  # of all frames together: the memory a worker may give to one upload
MAX_FRAMES = 1_000

BROKEN = N_("We cannot open this medical picture. It may be damaged.")
NO_PICTURE = N_("There is no picture in this DICOM file.")
NO_DECODER = N_("We cannot read the way this picture is packed. Export it again as “uncompressed” or as JPEG 2000.")
TOO_LARGE = N_("This medical picture is too large. Send fewer images of the series, or a smaller part.")
NAMES_THE_PATIENT = N_("This file says that personal details are drawn into the picture. Cover them first.")
SHOWS_THE_FACE = N_("This file says that the patient can be recognised in the picture. It cannot be sent.")

# PS3.3 C.7.3.1.1.1 and CID 4: what these may say is a closed list, so nobody's name fits in.
MODALITIES = frozenset(
    "AR BI BMD CR CT CTPROTOCOL DG DX ECG ES FID GM IO IVOCT IVUS KER LEN MG MR NM OAM OCT OP OPM OPT OPV OSS OT PA PT "
    "PX RF RG RTDOSE RTIMAGE SEG SM TG US VA XA XC".split()
)
BODY_PARTS = frozenset(
    "ABDOMEN ANKLE ARM BRAIN BREAST CHEST CSPINE ELBOW EXTREMITY EYE FEMUR FINGER FOOT FOREARM HAND HEAD HEART HIP JAW "
    "KNEE LEG LSPINE NECK PELVIS SHOULDER SKULL SPINE THIGH TOE TSPINE WHOLEBODY WRIST".split()
)
CODES = {
    "Modality": MODALITIES,
    "BodyPartExamined": BODY_PARTS,
    "Laterality": frozenset("LR"),
    "ImageLaterality": frozenset("LRUB"),
    "ViewPosition": frozenset("AP PA LL RL RLD LLD RLO LLO MLO CC ML LM".split()),
    "LossyImageCompression": frozenset(("00", "01")),
}
# Needed to measure and to window. Each is read as a number and written as a new one.
NUMBERS = ("PixelSpacing", "ImagerPixelSpacing", "SliceThickness", "RescaleSlope", "RescaleIntercept")
WINDOW = ("WindowCenter", "WindowWidth")


@dataclass(frozen=True, slots=True)
class CleanDicom:
    data: bytes
    modality: str
    rows: int
    columns: int
    frames: int
    window_centre: float | None
    window_width: float | None
    colour: bool
    may_have_burned_in_text: bool  # the file does not say that there is none: the writer must look


def clean_dicom(data: bytes) -> CleanDicom:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pydicom remarks on every oddity of real files; we keep none of it
            return _cleaned(_read(data))
    except Refused:
        raise
    except (NotImplementedError, RuntimeError) as unknown:  # what its decoders say when none can
        raise Refused(NO_DECODER) from unknown
    except Exception as broken:  # pydicom raises whatever a damaged byte makes it raise
        raise Refused(BROKEN) from broken


def render(data: bytes, *, frame: int = 0, centre: float | None = None, width: float | None = None,
           invert: bool = False) -> bytes:  # fmt: skip
    """One frame of a cleaned file as PNG, with the window the viewer asks for (PS3.3 C.11.2.1.2, linear)."""
    dataset = pydicom.dcmread(io.BytesIO(data))
    if not 0 <= frame < int(dataset.NumberOfFrames):
        raise Refused(N_("There is no such image in this series."))
    pixels = pixel_array(dataset, index=frame)
    if pixels.ndim == 2:
        default = _window(dataset)
        pixels = _windowed(
            pixels * float(dataset.get("RescaleSlope", 1)) + float(dataset.get("RescaleIntercept", 0)),
            centre=default[0] if centre is None else centre,
            width=default[1] if width is None else width,
        )
        if (dataset.PhotometricInterpretation == "MONOCHROME1") != invert:
            pixels = 255 - pixels
    target = io.BytesIO()
    _squared(Image.fromarray(pixels), dataset=dataset).save(target, "PNG")
    return target.getvalue()


def _read(data: bytes) -> Dataset:
    head = pydicom.dcmread(io.BytesIO(data[:1_000_000]), specific_tags=[], stop_before_pixels=True, defer_size=1024)
    if head.file_meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian:
        raise Refused(NO_DECODER)  # would unfold without limit while it is read; hardly anybody sends it
    return pydicom.dcmread(io.BytesIO(data))


def _cleaned(original: Dataset) -> CleanDicom:
    _check_declared(original)
    _check_size(original)
    pixels, photometric = _decoded(original)
    cleaned = _rebuilt(original, pixels=pixels, photometric=photometric)
    target = io.BytesIO()
    cleaned.save_as(target, enforce_file_format=True)
    centre, width = _window(cleaned)
    return CleanDicom(
        data=target.getvalue(),
        modality=cleaned.Modality,
        rows=cleaned.Rows,
        columns=cleaned.Columns,
        frames=int(cleaned.NumberOfFrames),
        window_centre=centre,
        window_width=width,
        colour=cleaned.SamplesPerPixel == 3,
        may_have_burned_in_text=original.get("BurnedInAnnotation") != "NO",
    )


def _check_declared(original: Dataset) -> None:
    if "PixelData" not in original:
        raise Refused(NO_PICTURE)
    if str(original.get("BurnedInAnnotation", "")).strip().upper() == "YES":
        raise Refused(NAMES_THE_PATIENT)
    if str(original.get("RecognizableVisualFeatures", "")).strip().upper() == "YES":
        raise Refused(SHOWS_THE_FACE)


def _check_size(original: Dataset) -> None:
    frames = int(original.get("NumberOfFrames") or 1)
    pixels = int(original.Rows) * int(original.Columns)
    stored = pixels * frames * int(original.SamplesPerPixel) * max(1, int(original.BitsAllocated) // 8)
    if frames > MAX_FRAMES or pixels > MAX_PIXELS or stored > MAX_DECODED_BYTES:
        raise Refused(TOO_LARGE)
    if frames < 1 or pixels < 1 or int(original.SamplesPerPixel) not in {1, 3}:
        raise Refused(BROKEN)


def _decoded(original: Dataset) -> tuple[np.ndarray, str]:
    """All frames as (frame, row, column[, sample]), the picture only: look-up tables applied, spare bits emptied."""
    decoder = get_decoder(original.file_meta.TransferSyntaxUID)
    if not decoder.is_available or _contradicts_itself(original):
        raise Refused(NO_DECODER)
    pixels, facts = decoder.as_array(original, raw=False)
    photometric = str(facts["photometric_interpretation"])
    if photometric == "PALETTE COLOR":
        pixels, photometric = apply_color_lut(pixels, original), "RGB"
    elif photometric.startswith("MONOCHROME"):
        # Old files keep overlays, text among them, in the bits above the stored ones.
        pixels = _without_spare_bits(pixels, stored=int(original.BitsStored))
        pixels = _with_tables(pixels, original=original)
    else:
        photometric = "RGB"
    if int(original.get("NumberOfFrames") or 1) == 1:
        pixels = pixels[np.newaxis] if pixels.ndim == (3 if photometric == "RGB" else 2) else pixels
    if photometric == "RGB" and pixels.dtype != np.uint8:
        pixels = (pixels >> max(0, pixels.dtype.itemsize * 8 - 8)).astype(np.uint8)
    return np.ascontiguousarray(pixels), photometric


def _contradicts_itself(original: Dataset) -> bool:
    """JPEG 2000 that holds another number of bits than the file says is drawn wrong: worse than not at all."""
    if original.file_meta.TransferSyntaxUID not in JPEG2000TransferSyntaxes:
        return False
    first = get_frame(original.PixelData, 0, number_of_frames=int(original.get("NumberOfFrames") or 1))
    return bool(get_j2k_parameters(first).get("precision") != original.BitsStored)


def _without_spare_bits(pixels: np.ndarray, *, stored: int) -> np.ndarray:
    spare = pixels.dtype.itemsize * 8 - stored
    return (pixels << spare) >> spare if 0 < spare < pixels.dtype.itemsize * 8 else pixels


def _with_tables(pixels: np.ndarray, *, original: Dataset) -> np.ndarray:
    if original.get("ModalityLUTSequence"):
        pixels = apply_modality_lut(pixels, original)
    if original.get("VOILUTSequence") and not original.get("WindowCenter"):
        pixels = apply_voi(pixels, original)
    return pixels if pixels.dtype.kind in "iu" else np.rint(pixels).astype(np.int32)


def _rebuilt(original: Dataset, *, pixels: np.ndarray, photometric: str) -> Dataset:
    colour, signed = photometric == "RGB", pixels.dtype.kind == "i"
    cleaned = Dataset()
    cleaned.SOPClassUID = _class(frames=len(pixels), colour=colour, bits=pixels.dtype.itemsize * 8)
    cleaned.SOPInstanceUID, cleaned.StudyInstanceUID, cleaned.SeriesInstanceUID = _uid(), _uid(), _uid()
    cleaned.PatientName = cleaned.PatientID = ""
    cleaned.PatientIdentityRemoved = "YES"
    cleaned.DeidentificationMethod = "Rebuilt from decoded pixels and a list of kept values"
    cleaned.ConversionType = "WSD"
    cleaned.Modality = "OT"
    _copy_codes(original, cleaned=cleaned)
    _copy_numbers(original, cleaned=cleaned, colour=colour)
    if not colour:
        _set_window(cleaned, original=original, pixels=pixels)
    cleaned.NumberOfFrames, cleaned.Rows, cleaned.Columns = pixels.shape[0], pixels.shape[1], pixels.shape[2]
    cleaned.SamplesPerPixel = 3 if colour else 1
    cleaned.PhotometricInterpretation = photometric
    if colour:
        cleaned.PlanarConfiguration = 0
    cleaned.BitsAllocated = cleaned.BitsStored = pixels.dtype.itemsize * 8
    cleaned.HighBit = cleaned.BitsStored - 1
    cleaned.PixelRepresentation = int(signed)
    written = pixels.astype(pixels.dtype.newbyteorder("<"), copy=False).tobytes()
    cleaned["PixelData"] = pydicom.DataElement("PixelData", "OW", written + b"\0" * (len(written) % 2))
    cleaned.file_meta = FileMetaDataset()
    cleaned.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return cleaned


def _uid() -> UID:
    return generate_uid(prefix=None)


def _class(*, frames: int, colour: bool, bits: int) -> UID:
    """A cleaned CT lacks what a CT file must have (position, frame of reference), so it no longer claims to be one."""
    if frames == 1:
        return SecondaryCaptureImageStorage
    if colour:
        return MultiFrameTrueColorSecondaryCaptureImageStorage
    if bits == 8:
        return MultiFrameGrayscaleByteSecondaryCaptureImageStorage
    return MultiFrameGrayscaleWordSecondaryCaptureImageStorage


def _copy_codes(original: Dataset, *, cleaned: Dataset) -> None:
    for keyword, allowed in CODES.items():
        value = str(original.get(keyword, "")).strip().upper()
        if value in allowed:
            setattr(cleaned, keyword, value)
    if original.get("BurnedInAnnotation") == "NO":
        cleaned.BurnedInAnnotation = "NO"


def _copy_numbers(original: Dataset, *, cleaned: Dataset, colour: bool) -> None:
    rescaled = colour or bool(original.get("ModalityLUTSequence"))
    for keyword in NUMBERS:
        values = _numbers(_found(original, keyword))
        if values and not (rescaled and keyword.startswith("Rescale")):
            setattr(cleaned, keyword, [_decimal(value) for value in values[:2]])


def _set_window(cleaned: Dataset, *, original: Dataset, pixels: np.ndarray) -> None:
    """The window the file asks for; without one, the range its middle image has."""
    centre, width = (_numbers(_found(original, keyword)) for keyword in WINDOW)
    if centre and width and width[0] >= 1:
        cleaned.WindowCenter, cleaned.WindowWidth = _decimal(centre[0]), _decimal(width[0])
        return
    slope, intercept = float(cleaned.get("RescaleSlope", 1)), float(cleaned.get("RescaleIntercept", 0))
    middle = pixels[len(pixels) // 2]
    low, high = sorted((float(middle.min()) * slope + intercept, float(middle.max()) * slope + intercept))
    cleaned.WindowCenter, cleaned.WindowWidth = _decimal((low + high + 1) / 2), _decimal(max(high - low + 1, 1))


def _decimal(value: float) -> str:
    return f"{value:.8g}"  # a DICOM decimal string holds 16 characters


def _found(original: Dataset, keyword: str) -> object:
    """The value of the file, or of the first of its shared or per-frame groups in enhanced multi-frame files."""
    groups = [original.get(f"{which}FunctionalGroupsSequence") or [Dataset()] for which in ("Shared", "PerFrame")]
    parts = [element.value[0] for group in groups for element in group[0] if element.VR == "SQ" and element.value]
    return next((part.get(keyword) for part in [original, *parts] if keyword in part), None)


def _numbers(value: object) -> list[float]:
    several = value if isinstance(value, (list, tuple, MultiValue)) else [value]
    try:
        numbers = [float(str(each)) for each in several]
    except ValueError:
        return []
    return numbers if all(math.isfinite(number) and abs(number) < 1e9 for number in numbers) else []


def _window(dataset: Dataset) -> tuple[float | None, float | None]:
    if "WindowCenter" not in dataset:
        return None, None
    return float(dataset.WindowCenter), float(dataset.WindowWidth)


def _windowed(values: np.ndarray, *, centre: float | None, width: float | None) -> np.ndarray:
    assert centre is not None
    assert width is not None
    width = max(width, 1.0)
    shown = ((values - (centre - 0.5)) / max(width - 1, 1e-6) + 0.5) * 255
    return np.clip(shown, 0, 255).astype(np.uint8)


def _squared(picture: Image.Image, *, dataset: Dataset) -> Image.Image:
    """Some detectors have oblong pixels; screens have square ones."""
    spacing = dataset.get("PixelSpacing") or dataset.get("ImagerPixelSpacing")
    if spacing is None or not isinstance(spacing, MultiValue) or not all(spacing):
        return picture
    ratio = float(spacing[0]) / float(spacing[1])
    if 0.99 < ratio < 1.01 or not 0.1 < ratio < 10:
        return picture
    return picture.resize((picture.width, max(1, round(picture.height * ratio))), Image.Resampling.BILINEAR)
