import pytest
from django.test import RequestFactory
from django.utils import translation
from jinja2 import DictLoader, UndefinedError

from dayroom.web.jinja import build
from dayroom.web.pages import forget_draft, wants_part

FILES = {
    "words.html": "{{ _('Rooms') }}|{{ _('%(count)s rooms', count=2) }}|{% trans %}Home{% endtrans %}",
    "typo.html": "{{ nothing_of_the_sort }}",
    "block.html": "<h1>whole</h1>{% block inner %}{{ ui.tag(word, 'x') }}{% endblock %}",
    "risky.html": "{{ _('Hello %(name)s', name=name) }}{{ name }}",
}


@pytest.fixture
def files():
    built = build()
    real = built.loader
    assert real is not None
    built.loader = DictLoader(FILES | {"web/components.html": real.get_source(built, "web/components.html")[0]})
    return built


def test_fixed_words_are_constants_and_words_with_values_are_calls(files) -> None:
    source = files.compile(FILES["words.html"], "words.html", raw=True)
    assert "yield 'Rooms|'" in source
    assert "yield 'Home'" in source
    assert "'%(count)s rooms', count=2" in source
    assert files.get_template("words.html").render() == "Rooms|2 rooms|Home"


def test_a_name_that_is_missing_is_an_error_and_not_a_gap(files) -> None:
    with pytest.raises(UndefinedError):
        files.get_template("typo.html").render()


def test_a_block_alone_has_the_parts(files) -> None:
    block = files.get_template("block.html")
    shown = "".join(block.blocks["inner"](block.new_context({"word": "<b>"})))
    assert "whole" not in shown
    assert "&lt;b&gt;" in shown
    assert "#i-x" in shown


def test_what_people_write_is_escaped_also_inside_a_translation(files) -> None:
    shown = files.get_template("risky.html").render(name="<script>")
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") == 2


def test_each_language_compiles_its_own_pages() -> None:
    with translation.override("it"):
        italian = build()
    assert italian.from_string("{{ _('Home') }}").render() != ""


def test_going_back_in_history_gets_a_whole_page() -> None:
    ask = RequestFactory().get
    assert wants_part(ask("/", headers={"HX-Request": "true", "HX-Request-Type": "partial"}))
    assert not wants_part(ask("/", headers={"HX-Request": "true", "HX-Request-Type": "full"}))
    assert not wants_part(ask("/"))


@pytest.mark.django_db
@pytest.mark.urls("dayroom.web.tests.urls")
def test_a_page_says_that_the_words_arrived(cast) -> None:
    response = forget_draft(cast.client("member").get("/components"), "t-1")
    assert response.cookies["sent"].value == "t-1"
    assert response.cookies["sent"]["samesite"] == "Lax"
