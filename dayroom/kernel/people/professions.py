"""Professions and specialties a credential or a gate may name. Codes are ours; words are translated."""

from django.utils.translation import gettext_lazy as _

PROFESSIONS = {
    "physician": _("Physician"),
    "nurse": _("Nurse"),
    "pharmacist": _("Pharmacist"),
    "physiotherapist": _("Physiotherapist"),
    "speech_therapist": _("Speech and language therapist"),
    "occupational_therapist": _("Occupational therapist"),
    "dietitian": _("Dietitian"),
    "psychologist": _("Psychologist"),
    "midwife": _("Midwife"),
    "home_carer": _("Home carer"),
    "researcher": _("Researcher"),
}

SPECIALTIES = {
    "general_practice": _("General practitioner"),
    "neurology": _("Neurologist"),
    "radiology": _("Radiologist"),
    "internal_medicine": _("Internist"),
    "endocrinology": _("Endocrinologist"),
    "cardiology": _("Cardiologist"),
    "palliative_care": _("Palliative care physician"),
    "rehabilitation": _("Rehabilitation physician"),
    "medical_genetics": _("Medical geneticist"),
    "paediatrics": _("Paediatrician"),
    "psychiatry": _("Psychiatrist"),
    "neurology_nursing": _("Neurology nurse specialist"),
}


def title_of(profession: str, specialty: str) -> str:
    """“Neurologist” where the specialty says it, else the profession; empty for codes we do not know."""
    return str(SPECIALTIES.get(specialty) or PROFESSIONS.get(profession) or "")
