"""What can be done with an entry that stands: change, history, take back, hide, erase, put back, thank."""

import pytest

from dayroom.kernel.rooms.models import Entry, EntryVersion, Reaction
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def at(entry: Entry, act: str) -> str:
    return f"/rooms/{entry.room_id}/entries/{entry.id}/{act}"


def now(cast: Cast, who: str, entry: Entry) -> Entry:
    with cast.as_(who):
        return Entry.objects.get(id=entry.id)


def test_a_change_shows_what_was_there_before(cast: Cast) -> None:
    entry = cast.say("clinician", "circle", "Take 5 mg in the morning.")
    response = cast.client("clinician").post(at(entry, "edit"), {"text": "Take 10 mg in the morning.", "about": ""})
    assert response["Location"].endswith(f"#e-{entry.id}")
    assert now(cast, "carer", entry).text == "Take 10 mg in the morning."
    page = cast.client("carer").get(at(entry, "history")).content.decode()
    assert "taken out: </span>5</del>" in page
    assert "put in: </span>10</ins>" in page


def test_only_the_writer_changes_words(cast: Cast) -> None:
    entry = cast.say("clinician", "circle", "As it was.")
    assert cast.client("outsider").post(at(entry, "edit"), {"text": "New."}).status_code == 404
    assert cast.client("patient").post(at(entry, "edit"), {"text": "New."}).status_code == 403
    assert cast.client("clinician").post(at(entry, "edit"), {"text": " "}).status_code == 422
    assert now(cast, "carer", entry).text == "As it was."


def test_a_room_that_keeps_no_versions_has_no_history(cast: Cast) -> None:
    entry = cast.say("member", "community", "As it was.")
    cast.client("member").post(at(entry, "edit"), {"text": "New."})
    assert cast.client("member").get(at(entry, "history")).status_code == 404
    with cast.as_("member"):
        assert not EntryVersion.objects.exists()


def test_a_writer_takes_words_back_and_puts_them_back(cast: Cast) -> None:
    entry = cast.say("member", "community", "Wrong room.")
    assert "You can put it back later" in cast.client("member").get(at(entry, "withdraw")).content.decode()
    cast.client("member").post(at(entry, "withdraw"))
    page = cast.client("observer").get(f"/rooms/{entry.room_id}/threads/{entry.id}").content.decode()
    assert "Its writer took this back." in page
    assert "Wrong room." not in page
    cast.client("member").post(at(entry, "publish"))
    assert now(cast, "observer", entry).state == "published"


def test_a_host_hides_with_a_reason_only(cast: Cast) -> None:
    entry = cast.say("member", "community", "Stop your tablets.")
    assert cast.client("host").post(at(entry, "withdraw")).status_code == 422
    assert now(cast, "host", entry).state == "published"
    cast.client("host").post(at(entry, "withdraw"), {"reason": "It is not safe."})
    assert now(cast, "host", entry).state_reason == "It is not safe."
    assert cast.client("member").post(at(entry, "publish")).status_code == 403
    assert cast.client("observer").post(at(entry, "withdraw"), {"reason": "No."}).status_code == 403


def test_erased_words_are_gone_with_their_versions(cast: Cast) -> None:
    entry = cast.say("clinician", "circle", "A secret.", title="Secret title")
    cast.client("clinician").post(at(entry, "edit"), {"title": "Secret title", "text": "A new secret."})
    assert cast.client("patient").post(at(entry, "erase")).status_code == 403
    assert "Nobody can bring them back" in cast.client("clinician").get(at(entry, "erase")).content.decode()
    cast.client("clinician").post(at(entry, "erase"))
    page = cast.client("carer").get(f"/rooms/{entry.room_id}/threads/{entry.id}").content.decode()
    assert "Its writer erased this for good." in page
    assert "ecret" not in page
    assert cast.client("carer").get(at(entry, "history")).status_code == 404
    assert cast.sees("carer", "SELECT 1 FROM rooms_entryversion") == []


def test_thanks_is_a_button_that_goes_on_and_off(cast: Cast) -> None:
    entry = cast.say("member", "community")
    assert cast.client("host").post(at(entry, "react/thanks"))["Location"].endswith(f"#e-{entry.id}")
    assert now(cast, "host", entry).thanks_count == 1
    button = cast.client("host").post(at(entry, "react/thanks"), headers={"HX-Request": "true"}).content.decode()
    assert f'id="thanks-{entry.id}"' in button
    assert 'aria-pressed="false"' in button
    assert now(cast, "host", entry).thanks_count == 0


def test_who_may_not_react(cast: Cast) -> None:
    entry = cast.say("member", "community")
    assert cast.client("outsider").post(at(entry, "react/thanks")).status_code == 404
    assert cast.client("observer").post(at(entry, "react/thanks")).status_code == 403
    assert cast.client("host").post(at(entry, "react/done")).status_code == 404
    with cast.as_("host"):
        assert not Reaction.objects.exists()


def test_silent_answers_say_who_in_a_circle(cast: Cast) -> None:
    entry = cast.say("patient", "circle", "Please bring the tablets.")
    cast.client("carer").post(at(entry, "react/will_do"))
    page = cast.client("clinician").get(f"/rooms/{entry.room_id}/threads/{entry.id}").content.decode()
    assert 'Will do: <span dir="auto">Carlo Carer</span>' in page


def test_the_menu_holds_what_one_may_do(cast: Cast) -> None:
    entry = cast.say("member", "community")
    menus = {
        who: cast.client(who).get(at(entry, "menu"), headers={"HX-Request": "true"}).content.decode()
        for who in ("member", "host", "observer")
    }
    assert "Erase it for good" in menus["member"]
    assert "Erase it for good" not in menus["host"]
    assert "Hide it, and say why" in menus["host"]
    assert "Hide it, and say why" not in menus["observer"]
    assert "<html" not in menus["member"]
    assert cast.client("outsider").get(at(entry, "menu")).status_code == 404


def test_a_part_for_an_open_page_is_that_entry_alone(cast: Cast) -> None:
    root = cast.say("member", "community", title="Falls")
    reply = cast.say("host", "community", "Raise the bed.", parent=root)
    page = cast.client("member").get(f"/rooms/{root.room_id}/entries/{reply.id}").content.decode()
    assert page.strip().startswith('<li class="post"')
    assert "Raise the bed." in page
    line = cast.client("member").get(f"/rooms/{root.room_id}/threads/{root.id}/part").content.decode()
    assert line.strip().startswith("<li")
    assert "Falls" in line
    for address in (f"entries/{reply.id}", f"threads/{root.id}/part"):
        assert cast.client("outsider").get(f"/rooms/{root.room_id}/{address}").status_code == 404
