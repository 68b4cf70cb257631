from django.forms import BoundField, Textarea, TextInput


def describe(bound: BoundField, style: str = "") -> dict[str, str]:
    """Ties a field to its hint and its error; what people write themselves sets its own direction."""
    told_by = [f"{bound.auto_id}-h"] * bool(bound.help_text) + [f"{bound.auto_id}-e"] * bool(bound.errors)
    attributes = {"class": style} if style else {}
    if told_by:
        attributes["aria-describedby"] = " ".join(told_by)
    if isinstance(bound.field.widget, TextInput | Textarea):
        attributes["dir"] = "auto"
    return attributes
