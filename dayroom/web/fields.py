from django.forms import BaseForm, BoundField, Textarea, TextInput


def describe(bound: BoundField, style: str = "") -> dict[str, str]:
    """Ties a field to its hint and its error; what people write themselves sets its own direction."""
    told_by = [f"{bound.auto_id}-h"] * bool(bound.help_text) + [f"{bound.auto_id}-e"] * bool(bound.errors)
    attributes = {"class": style} if style else {}
    if told_by:
        attributes["aria-describedby"] = " ".join(told_by)
    if isinstance(bound.field.widget, TextInput | Textarea):
        attributes["dir"] = "auto"
    return attributes


def problems_of(form: BaseForm) -> list[tuple[str, str]]:
    """For the summary over a page: the id of each field in error, and the sentence that stands at it."""
    return [(bound.id_for_label, str(sentence)) for bound in form for sentence in bound.errors]
