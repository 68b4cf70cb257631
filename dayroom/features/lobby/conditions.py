"""What a door asks for, in words; which of it the person does not meet, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as said

from dayroom.kernel.people.models import Hat
from dayroom.kernel.people.professions import PROFESSIONS, SPECIALTIES
from dayroom.kernel.rooms.models import Room
from dayroom.lib.countries import country
from dayroom.web.lintel import Words


@dataclass(frozen=True)
class Condition:
    """`key` is the database's word for the gate (`unmet_gates`)."""

    key: str
    words: Words
    is_met: bool = True

    @property
    def advice(self) -> Words:
        return ADVICE[self.key]


ADVICE: dict[str, Words] = {
    "hat": said("Put on the hat it asks for, under You."),
    "profession": said("Add your profession under You."),
    "specialty": said("Add your specialty under You."),
    "country": said("Add your country under You."),
    "level": said("Add your licence under You. A person checks it then."),
    "together": said("One checked licence has to meet all of it. Add that licence under You."),
    "organisation": said("Add where you work under You. A person checks it then."),
    "company": said("Your hat says that you work for a company. Companies have channels of their own."),
    "vouches": said("Ask somebody in the room who knows you."),
}


def conditions_of(room: Room, *, missing: Iterable[str] = ()) -> list[Condition]:
    missing = set(missing)
    asked = [*hat(room), *claims(room), *others(room)]
    if "company" in missing:
        asked.append(Condition("company", _("Nobody here works for a company.")))
    if "together" in missing:
        asked.append(Condition("together", _("One checked licence meets all of these together.")))
    return [Condition(one.key, one.words, one.key not in missing) for one in asked]


def hat(room: Room) -> Iterable[Condition]:
    if room.gate_hats:
        hats = either(Hat.Kind(kind).label for kind in room.gate_hats)
        yield Condition("hat", _("You come as: %(hats)s.") % {"hats": hats})


def claims(room: Room) -> Iterable[Condition]:
    if room.gate_professions:
        names = either(PROFESSIONS.get(code, code) for code in room.gate_professions)
        words = _("Your profession is: %(names)s.") % {"names": names}
        yield Condition("profession", words)
    if room.gate_specialties:
        names = either(SPECIALTIES.get(code, code) for code in room.gate_specialties)
        words = _("Your specialty is: %(names)s.") % {"names": names}
        yield Condition("specialty", words)
    if room.gate_countries:
        names = either(country(code, language=get_language() or "en") for code in room.gate_countries)
        words = _("You work or live in: %(names)s.") % {"names": names}
        yield Condition("country", words)
    if room.gate_level:
        yield Condition("level", level(room.gate_level))


def level(asked: int) -> Words:
    return {
        1: _("The number of your licence is written as the register writes it."),
        2: _("Your licence was found in the register."),
        3: _("Your licence was checked by document or in person."),
    }[asked]


def others(room: Room) -> Iterable[Condition]:
    if room.gate_organisation:
        words = _("You work at %(name)s, and that was checked.") % {"name": room.gate_organisation.name}
        yield Condition("organisation", words)
    if room.gate_vouches:
        words = ngettext(
            "%(count)s person in the room says that they know you.",
            "%(count)s people in the room say that they know you.",
            room.gate_vouches,
        )
        yield Condition("vouches", words % {"count": room.gate_vouches})


def either(words: Iterable[object]) -> str:
    return _(" or ").join(str(word) for word in words)
