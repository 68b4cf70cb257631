"""Joins, leaves, lapses, side rooms, moves, withdrawals and sealed bylines at random: what each person sees, through
every way of looking, is what a ten-line model says.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from dayroom.kernel.people.models import Credential
from dayroom.kernel.rooms.models import Byline, Entry, Membership, Room
from dayroom.kernel.wall import as_owner
from tests.cast import Cast, find_cast, make_cast

WHO = ["host", "member", "observer", "outsider", "patient", "carer", "clinician", "colleague", "company", None]
PEOPLE = st.sampled_from([who for who in WHO if who])
HOSTS = {
    "community": "host",
    "circle": "patient",
    "professional": "clinician",
    "channel": "company",
    "commons": "colleague",
    "side": "patient",
    "conversation": "carer",
}


class Model:
    """Who is where and what was said: nothing else decides sight."""

    def __init__(self) -> None:
        self.live: set[tuple[str, str]] = set()
        self.said: dict[UUID, tuple[str, str, str]] = {}

    def sees(self, who: str | None, entry: UUID) -> bool:
        room, writer, state = self.said[entry]
        if state == "held":
            return (who, room) in self.live and who in (writer, HOSTS[room])
        return (who, room) in self.live or room == "commons"


class Walls(RuleBasedStateMachine):
    looks: list[Callable[[Cast, str | None, set[UUID]], set[UUID]]] = []

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.cast = find_cast() or make_cast()
        self.model = Model()
        for key, room in self.cast.rooms.items():
            self.model.live |= {(who, key) for who in self.cast.people if self.is_live(who, room)}

    def is_live(self, who: str, room: Room) -> bool:
        return bool(self.cast.sees(who, "SELECT 1 FROM my_rooms WHERE room_id = %s", [room.id]))

    def teardown(self) -> None:
        try:
            for look in self.looks:
                self.compare(look)
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @contextmanager
    def may_refuse(self) -> Iterator[None]:
        """A refusal is an answer too; it changes nothing, and the model stays as it is."""
        try:
            with transaction.atomic():
                yield
        except Exception as refusal:
            if type(refusal).__name__ not in ("NotAllowed", "DoorStaysShut"):
                raise

    @rule(who=PEOPLE, room=st.sampled_from(sorted(HOSTS)), reply=st.booleans())
    def say(self, who: str, room: str, reply: bool) -> None:
        if (who, room) not in self.model.live:
            return
        roots = [id for id, (where, _, state) in self.model.said.items() if where == room and state == "published"]
        with self.may_refuse():
            with self.cast.as_(who):
                parent = Entry.objects.filter(id__in=roots, parent=None).first() if reply else None
            said = self.cast.say(who, room, f"token{len(self.model.said)}token", parent=parent)
            self.model.said[said.id] = (room, who, said.state)

    @rule(data=st.data())
    @precondition(lambda self: self.model.said)
    def withdraw(self, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(sorted(self.model.said)))
        room, writer, _ = self.model.said[id]
        if (writer, room) in self.model.live:
            with self.may_refuse(), self.cast.as_(writer):
                Entry.objects.get(id=id).withdraw(self.cast.membership(writer, room))
                self.model.said[id] = (room, writer, "withdrawn")

    @rule(who=PEOPLE, room=st.sampled_from(sorted(HOSTS)))
    def leave(self, who: str, room: str) -> None:
        if (who, room) in self.model.live and who != HOSTS[room]:
            with self.cast.as_(who):
                self.cast.membership(who, room).leave()
            self.model.live.discard((who, room))
            if room == "circle":
                self.model.live.discard((who, "side"))

    @rule(who=PEOPLE, room=st.sampled_from(sorted(HOSTS)))
    def let_in(self, who: str, room: str) -> None:
        host = HOSTS[room]
        if (host, room) in self.model.live and (who, room) not in self.model.live and room != "conversation":
            with self.may_refuse():
                with self.cast.as_(host):
                    Membership.enter(
                        self.cast.people[who],
                        self.cast.rooms[room],
                        by=self.cast.people[host],
                        pen_name=f"Pen of {who}" if room == "community" else "",
                        hat=self.cast.people[who].hats.first(),
                    )
                self.model.live.add((who, room))

    @rule(who=st.sampled_from(["clinician", "colleague"]), state=st.sampled_from(["suspended", "lapsed"]))
    def lose_licence(self, who: str, state: str) -> None:
        with as_owner("lapse"):
            for credential in Credential.objects.filter(person=self.cast.people[who]).live():
                credential.end(state=state)
        self.model.live.discard((who, "professional"))

    @rule(who=st.sampled_from(["clinician", "colleague"]))
    def move_away(self, who: str) -> None:
        with self.cast.as_(who):
            for credential in Credential.objects.filter(person=self.cast.people[who]).live():
                credential.move_to("SE")
                self.model.live.discard((who, "professional"))

    @rule(posting=st.sampled_from(["members", "reviewed"]))
    def look_first(self, posting: str) -> None:
        with self.cast.as_("host"):
            self.cast.rooms["community"].change(by=self.cast.people["host"], posting=posting)

    @invariant()
    def raw_sql_shows_what_the_model_says(self) -> None:
        self.compare(lambda cast, who, ids: {row[0] for row in cast.sees(who, "SELECT id FROM rooms_entry")})  # type: ignore[misc]

    @invariant()
    def queries_show_what_the_model_says(self) -> None:
        def look(cast: Cast, who: str | None, ids: set[UUID]) -> set[UUID]:
            with cast.as_(who):
                return set(Entry.objects.seen().values_list("id", flat=True))

        self.compare(look)

    @invariant()
    def no_two_threads_share_a_sealed_byline(self) -> None:
        with as_owner("verify_audit"):
            sealed = Byline.objects.filter(naming="sealed").values_list("id", flat=True)
            for byline in sealed:
                assert len({entry.root_id for entry in Entry.objects.filter(byline_id=byline)}) <= 1

    def compare(self, look: Callable[[Cast, str | None, set[UUID]], set[UUID]]) -> None:
        ids = set(self.model.said)
        for who in WHO:
            expected = {id for id in ids if self.model.sees(who, id)}
            assert look(self.cast, who, ids) & ids == expected, f"{who} sees something else than the model says"


@pytest.mark.django_db
def test_every_way_of_looking_agrees_with_the_model() -> None:
    plan = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Walls, settings=plan)
