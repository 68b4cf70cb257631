"""Joins, leaves, lapses, side rooms, moves, withdrawals and sealed bylines at random: what each person sees, through
every way of looking, is what a ten-line model says.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
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


SPOKEN = "overheard"


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
            self.pages_show_what_the_model_says()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @property
    def hosting(self) -> set[tuple[str, str]]:
        return {(who, room) for room, who in HOSTS.items()}

    @contextmanager
    def may_refuse(self) -> Iterator[None]:
        """A refusal is an answer too; it changes nothing, and the model stays as it is."""
        try:
            with transaction.atomic():
                yield
        except Exception as refusal:
            if type(refusal).__name__ not in ("NotAllowed", "DoorStaysShut"):
                raise

    @rule(data=st.data(), reply=st.booleans())
    def say(self, data: st.DataObject, reply: bool) -> None:
        who, room = data.draw(st.sampled_from(sorted(self.model.live)))
        roots = [id for id, (where, _, state) in self.model.said.items() if where == room and state == "published"]
        with self.may_refuse():
            with self.cast.as_(who):
                parent = Entry.objects.filter(id__in=roots, parent=None).first() if reply else None
            said = self.cast.say(who, room, f"{SPOKEN} token{len(self.model.said)}token", parent=parent)
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

    @rule(data=st.data())
    @precondition(lambda self: self.model.live - self.hosting)
    def leave(self, data: st.DataObject) -> None:
        who, room = data.draw(st.sampled_from(sorted(self.model.live - self.hosting)))
        with self.cast.as_(who):
            self.cast.membership(who, room).leave()
        self.model.live.discard((who, room))
        if room == "circle":
            self.model.live.discard((who, "side"))

    @rule(data=st.data())
    def let_in(self, data: st.DataObject) -> None:
        outside = {(who, room) for who in self.cast.people for room in HOSTS} - self.model.live
        who, room = data.draw(st.sampled_from(sorted(outside)))
        if (HOSTS[room], room) not in self.model.live:
            return
        host = self.cast.people[HOSTS[room]]
        with self.may_refuse():
            with self.cast.as_(HOSTS[room]):
                hat = self.cast.people[who].hats.first()
                pen_name = f"Pen of {who}" if room == "community" else ""
                Membership.enter(self.cast.people[who], self.cast.rooms[room], by=host, pen_name=pen_name, hat=hat)
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
    def the_search_finds_what_the_model_says(self) -> None:
        asking = "SELECT id FROM search_entries(%s, 'en', NULL, NULL, 500, false)"
        published = {id for id, (_, _, state) in self.model.said.items() if state == "published"}
        for who in filter(None, WHO):
            found = {row[0] for row in self.cast.sees(who, asking, [SPOKEN])}
            assert found == {id for id in published if self.model.sees(who, id)}, f"{who} finds something else"

    def pages_show_what_the_model_says(self) -> None:
        """Once for each run, for a page costs more than a statement: every thread as everybody, by its address."""
        roots = {entry.id: entry for entry in self.entries() if entry.parent_id is None}
        for who in WHO:
            for root in roots.values():
                talk = root.room_id == self.cast.rooms["conversation"].id
                address = f"/messages/{root.room_id}/" if talk else f"/rooms/{root.room_id}/threads/{root.id}"
                page = self.cast.client(who).get(address).content.decode()
                for number, (id, (_, _, state)) in enumerate(self.model.said.items()):
                    told, may = f"token{number}token" in page, self.model.sees(who, id)
                    if state == "published" and self.root_of(id) == root.id:
                        assert told == may, f"{who} reads something else"
                    assert may or not told, f"{who} reads what the model hides"

    def entries(self) -> list[Entry]:
        with as_owner("verify_audit"):
            return list(Entry.objects.filter(id__in=self.model.said))

    def root_of(self, id: UUID) -> UUID:
        with as_owner("verify_audit"):
            return Entry.objects.get(id=id).root_id

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
    # Shrinking a run of pages takes longer than reading it.
    plan = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    run_state_machine_as_test(Walls, settings=plan)
