"""The template engine of our pages: Jinja2, one environment a language; fixed words are translated on compiling.

A page shows the same words for every row; translating them once instead of per row saves as much as a query.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.backends.base import BaseEngine
from django.template.backends.jinja2 import Template
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from dayroom.web.addresses import url
from dayroom.web.faces import initials
from dayroom.web.fields import describe
from dayroom.web.icons import ICONS, TURNING
from dayroom.web.numbers import number
from dayroom.web.rows import RowParts
from dayroom.web.times import when

_environments: dict[str, Environment] = {}


class Pages(BaseEngine):
    """Django's door to the same environments, for views that are not ours (allauth) and for Django's own pages."""

    app_dirname = "templates"

    def __init__(self, params: dict[str, object]) -> None:
        super().__init__({name: params[name] for name in ("NAME", "DIRS", "APP_DIRS")})

    def get_template(self, template_name: str) -> Template:
        try:
            return Template(environment().get_template(template_name), self)  # type: ignore[arg-type]
        except TemplateNotFound as missing:
            raise TemplateDoesNotExist(template_name, backend=self) from missing

    template_context_processors: tuple[Callable[..., dict[str, object]], ...] = ()


def environment() -> Environment:
    language = translation.get_language() or settings.LANGUAGE_CODE
    if language not in _environments:
        _environments[language] = build()
    return _environments[language]


def build() -> Environment:
    built = TranslatedEnvironment(
        loader=FileSystemLoader(template_folders()),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=settings.DEBUG,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    built.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
    icon = icons()
    built.globals.update(
        url=url,
        static=cache(static),
        icon=icon,
        when=when,
        number=number,
        initials=initials,
        describe=describe,
        ui=Parts(built, RowParts(icon)),
        site_name=settings.SITE_NAME,
        demonstration=settings.DEMONSTRATION,
        language_names=settings.LANGUAGES,
    )
    return built


def template_folders() -> list[Path]:
    own = [Path(config.path) / "templates" for config in apps.get_app_configs() if config.name.startswith("dayroom.")]
    return [folder for folder in own if folder.is_dir()]


@cache
def icons() -> Callable[[str], Markup]:
    sprite = static("icons.svg")
    drawn = {
        name: Markup(  # noqa: S704, the names are our own
            f'<svg class="icon{" turns" if name in TURNING else ""}" aria-hidden="true">'
            f'<use href="{sprite}#i-{name}"/></svg>'
        )
        for name in ICONS
    }
    return drawn.__getitem__


class Parts:
    """`ui.face(…)` in any template or block, without an import: a block rendered alone has no imports of its page."""

    def __init__(self, built: Environment, rows: RowParts) -> None:
        self.environment, self.rows = built, rows
        self.drawn: dict[tuple[str, tuple[str, ...]], Markup] = {}
        self.face, self.tag, self.by = rows.face, rows.tag, rows.by
        self.toggle, self.quiet, self.more = rows.toggle, rows.quiet, rows.more

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        part: Callable[..., Markup] = getattr(self.environment.get_template("web/components.html").module, name)
        if not self.environment.auto_reload:
            setattr(self, name, part)
        return part

    def once(self, name: str, *given: str) -> Markup:
        """A part that says the same on every page, drawn once a language."""
        if (name, given) not in self.drawn:
            self.drawn[name, given] = getattr(self, name)(*given)
        return self.drawn[name, given]


class TranslatedEnvironment(Environment):
    def _generate(self, source: nodes.Template, *args: object, **kwargs: object) -> str:
        fixed = FixedWords(self.globals["icon"], self.globals["static"])  # type: ignore[arg-type]
        return super()._generate(fixed.visit(source), *args, **kwargs)  # type: ignore[arg-type]


class FixedWords(NodeTransformer):
    """`_("Reply")` and `icon("reply")` become constants. Only calls without values can: the rest stay calls."""

    def __init__(self, icon: Callable[[str], str], static: Callable[[str], str]) -> None:
        said = {"_": self.said, "gettext": self.said}
        self.fixed: dict[str, Callable[[str], str]] = {**said, "icon": icon, "static": static}

    @staticmethod
    def said(words: str) -> str:
        return gettext(words).replace("%%", "%")

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        fix = self.fixed.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if fix is None or node.kwargs or len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
            return node
        drawn = fix(node.args[0].value)
        return nodes.MarkSafe(nodes.Const(str(drawn), lineno=node.lineno), lineno=node.lineno)
