"""Forms of pages as a browser sees them: where they go, what can be typed into them."""

import html
import re
from typing import NamedTuple

TYPED = ("text", "email", "tel", "url", "number", "date", "datetime-local", "search", "password")


class Form(NamedTuple):
    """A form that posts: its page, where it goes, the values that it has, which of these are
    typed, and which chosen.
    """

    page: str
    action: str
    values: dict
    typed: frozenset
    chosen: frozenset

    def __str__(self):
        return f"{self.page} → {self.action}"


def forms_of(path, page):
    """Every form of a page that posts, as a whole page or as a part of it."""
    for attributes, inside in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.DOTALL):
        target = re.search(r'(?:action|hx-post)="([^"]*)"', attributes)
        if 'method="post"' not in attributes and "hx-post" not in attributes:
            continue
        action = html.unescape(target.group(1)) if target else path
        yield Form(path, action or path, *_fields(inside))


def _fields(inside):
    values, typed, chosen = {}, set(), set()
    for tag in re.findall(r"<input[^>]*>", inside):
        name, type_ = _attribute(tag, "name"), _attribute(tag, "type") or "text"
        if not name or type_ in ("submit", "button", "file"):
            continue
        if type_ in TYPED:
            typed.add(name)
        elif type_ in ("checkbox", "radio"):
            chosen.add(name)
            if " checked" not in tag:
                continue
        values[name] = _attribute(tag, "value")
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', inside, re.DOTALL
    ):
        values[name] = html.unescape(text).removeprefix("\n")
        typed.add(name)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', inside, re.DOTALL
    ):
        picked = re.search(r'<option value="([^"]*)" selected', options)
        picked = picked or re.search(r'<option value="([^"]*)"', options)
        values[name] = html.unescape(picked.group(1)) if picked else ""
        chosen.add(name)
    return values, frozenset(typed), frozenset(chosen)


def _attribute(tag, name):
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found.group(1)) if found else ""


def shown(page, name):
    """What stands in the fields of a name on a page."""
    found = [
        _attribute(tag, "value")
        for tag in re.findall(r"<input[^>]*>", page)
        if _attribute(tag, "name") == name
    ]
    areas = re.findall(
        rf'<textarea[^>]*name="{re.escape(html.escape(name))}"[^>]*>(.*?)</textarea>',
        page,
        re.DOTALL,
    )
    return [*found, *(html.unescape(text).removeprefix("\n") for text in areas)]
