"""Pages as people's browsers ask for them, without a browser: signed in, forms filled in as they
were shown.
"""

import html
import re

from django.test import Client

from tests.web.signed_in import sign_in_at_once


class Browser:
    """Somebody of the cast, signed in."""

    def __init__(self, name, language="en"):
        self.client = Client(headers={"accept-language": language})
        sign_in_at_once(self.client, name)

    def get(self, path, status=200, **query):
        """The text of a page."""
        response = self.client.get(path, query, REQUEST_URI=path)
        assert response.status_code == status, (
            path,
            response.status_code,
            response.headers.get("location"),
        )
        return html.unescape(response.content.decode())

    def post(self, path, status=302, **values):
        """The answer to a form that was sent."""
        response = self.client.post(path, values, REQUEST_URI=path)
        assert response.status_code == status, (
            path,
            response.status_code,
            words(response.content.decode())[-800:],
        )
        return response

    def form(self, path, action=None, **query):
        """The values that a browser sends of a page's first form that posts to `action`, or else to
        the page itself.
        """
        page = self.client.get(path, query, REQUEST_URI=path).content.decode()
        for attributes, inside in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.DOTALL):
            posts = 'method="post"' in attributes
            target = re.search(r'action="([^"]*)"', attributes)
            if posts and (target.group(1) if target else path) == (action or path):
                return _values(inside)
        raise AssertionError(f"{path} has no form for {action}")


def _values(inside):
    found = {}
    for tag in re.findall(r"<input[^>]*>", inside):
        name, value = (re.search(rf'\b{each}="([^"]*)"', tag) for each in ("name", "value"))
        type_ = re.search(r'type="(\w+)"', tag)
        ticked = type_ is None or type_.group(1) not in ("checkbox", "radio") or " checked" in tag
        if name and ticked:
            found[name.group(1)] = html.unescape(value.group(1)) if value else ""
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', inside, re.DOTALL
    ):
        found[name] = html.unescape(text)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', inside, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        found[name] = html.unescape(chosen.group(1)) if chosen else ""
    return found


def words(page):
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(page)).split())
