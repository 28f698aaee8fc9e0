"""A phone, as a person holds it: CardDAV by an app password, on the application itself."""

import threading
from xml.etree.ElementTree import fromstring

import httpx
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from unisono.usecases.address_books.app_passwords import create_app_password

DAV, CARD = "{DAV:}", "{urn:ietf:params:xml:ns:carddav}"
SYNC = (
    '<D:sync-collection xmlns:D="DAV:"><D:sync-token>{}</D:sync-token>'
    "<D:sync-level>1</D:sync-level>{}<D:prop><D:getetag/></D:prop></D:sync-collection>"
)


def client_of(name, password):
    """An HTTP client of the application itself, signed in as a device."""
    transport = _Transport(app=_answered(WSGIHandler()))
    return httpx.Client(transport=transport, base_url="http://testserver", auth=(name, password))


_sent = threading.local()


class _Transport(httpx.WSGITransport):
    """Tells the application the address as it was sent, as servers do."""

    def handle_request(self, request):
        _sent.path = request.url.raw_path.decode()
        return super().handle_request(request)


def _answered(application):
    """The application, whose requests leave the database open: a test is one transaction."""

    def answer(environ, start_response):
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            found = application({**environ, "REQUEST_URI": _sent.path}, start_response)
            body = b"".join(found)
            found.close()
            return [body]
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)

    return answer


class Phone:
    """A device of somebody, with the tags of the cards that it has."""

    def __init__(self, actor, device="iPhone", book="mine"):
        self.actor, self.device, self.book = actor, device, book
        self.password = create_app_password(device, actor=actor)
        self.http = client_of(actor.name, self.password)
        self.tags, self.token = {}, ""

    @property
    def home(self):
        """The address of the person's books."""
        return f"/carddav/books/{self.actor.name}/"

    def at(self, name="", book=None):
        """The address of a card, or of a book."""
        return f"{self.home}{book or self.book}/{name}"

    def ask(self, method, name="", body=None, book=None, **headers):
        """One request about a card, or the book."""
        path = name if name.startswith("/") else self.at(name, book)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return self.http.request(method, path, content=body, headers=named)

    def fetch(self, name, book=None, **headers):
        """A card as it is now; its tag is remembered."""
        answer = self.ask("GET", name, book=book, **headers)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        self.tags[name] = answer.headers["ETag"]
        return answer.text

    def put(self, name, card, book=None, status=(201, 204), **headers):
        """Send a card, of the version that the phone has, as phones do; the answer."""
        if not headers and name in self.tags:
            headers = {"If_Match": self.tags[name]}
        headers.setdefault("Content_Type", "text/vcard; charset=utf-8")
        body = card if isinstance(card, bytes) else crlf(card).encode()
        answer = self.ask("PUT", name, body, book, **headers)
        assert answer.status_code in (status if isinstance(status, tuple) else (status,)), (
            answer.status_code,
            answer.text,
        )
        if answer.status_code < 300 and "ETag" in answer.headers:
            self.tags[name] = answer.headers["ETag"]
        elif answer.status_code < 300:
            self.tags.pop(name, None)
        return answer

    def change(self, name, old, new):
        """Write something else on a card, as somebody taps it in; the answer."""
        card = self.fetch(name)
        assert old in card, card
        return self.put(name, card.replace(old, new))

    def sync(self, book=None, most=None):
        """What changed in the book since the last time: names there, names gone."""
        limit = f"<D:limit><D:nresults>{most}</D:nresults></D:limit>" if most else ""
        answer = self.ask("REPORT", "", SYNC.format(self.token, limit), book)
        assert answer.status_code == 207, (answer.status_code, answer.text)
        root = fromstring(answer.content)
        self.token = root.findtext(f"{DAV}sync-token")
        there, gone = [], []
        for each in root.findall(f"{DAV}response"):
            href, status = each.findtext(f"{DAV}href"), each.findtext(f"{DAV}status") or "200"
            name = href.rsplit("/", 1)[-1]
            (gone if "404" in status else there).append(name) if "507" not in status else None
        return there, gone

    def books(self):
        """The titles of the books that it is offered, by name."""
        answer = self.ask("PROPFIND", self.home, Depth="1")
        found = {}
        for each in fromstring(answer.content).findall(f"{DAV}response"):
            name = each.findtext(f"{DAV}href").removeprefix(self.home).strip("/")
            if name:
                found[name] = each.findtext(f"{DAV}propstat/{DAV}prop/{DAV}displayname")
        return found

    def names(self, book=None):
        """The names of the cards in a book, by PROPFIND."""
        answer = self.ask("PROPFIND", "", book=book, Depth="1")
        hrefs = [each.findtext(f"{DAV}href") for each in fromstring(answer.content)]
        return [href.rsplit("/", 1)[-1] for href in hrefs if not href.endswith("/")]


def crlf(text):
    """A card with the line ends of the standard."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def vcard(name="Ana Gil", uid="ana-1", *lines, version="3.0"):
    """A card of a person of two names, with more lines."""
    first, _blank, last = name.partition(" ")
    inner = "".join(f"{line}\n" for line in lines)
    return crlf(
        f"BEGIN:VCARD\nVERSION:{version}\nUID:{uid}\nFN:{name}\nN:{last};{first};;;\n{inner}END:VCARD\n"
    )
