"""People, programs and imports that go on while processes are killed, and remember what they were
told was done.
"""

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter

LONGEST_PAUSE = 1.5  # seconds between two blows
TRIES = 60  # of a request whose connection broke: a server is started again within seconds
FORM = "multipart/form-data; boundary=oak"
_BUSY = (409, 429, 503, 507)


class Client(threading.Thread):
    """One who works without a pause until told to stop, and keeps what was acknowledged."""

    def __init__(self, product, seed):
        super().__init__(daemon=True)
        self.product, self.choice = product, random.Random(seed)
        self.stopping, self.failed, self.done = threading.Event(), None, 0
        self.answers = Counter()  # by status

    def run(self):
        """Work; what goes wrong is kept for the test to tell."""
        try:
            while not self.stopping.is_set():
                self.work()
        except BaseException as error:
            self.failed = error

    def ask(self, method, path, body=None, key=None):
        """One request, until it is answered; a retry has the same key. The status and the JSON."""
        key = key or uuid.uuid4().hex
        for _try in range(TRIES):
            try:
                status, answer = self._once(method, path, body, key)
            except (OSError, http.client.HTTPException):
                if self.stopping.is_set() and method != "POST":
                    return 0, None
                time.sleep(0.2)
                continue
            if status not in _BUSY or answer.get("type", "").endswith("unfinished"):
                return status, answer
            time.sleep(0.1)
        raise AssertionError(f"{method} {path} was never answered")

    def _once(self, method, path, body, key):
        connection = http.client.HTTPConnection("127.0.0.1", self.product.port, timeout=30)
        kind = "application/json"
        if isinstance(body, bytes):
            kind = FORM
        else:
            body = json.dumps(body or {})
        try:
            headers = {"Authorization": f"Bearer {self.product.token}"}
            headers |= {"Content-Type": kind, "Idempotency-Key": key}
            connection.request(method, f"/api/v1{path}", body, headers)
            answer = connection.getresponse()
            self.answers[answer.status] += 1
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            connection.close()


class Editor(Client):
    """Changes a contact of its own, again and again: the last value that was acknowledged stands,
    or one that was sent after it.
    """

    def __init__(self, product, seed, no):
        super().__init__(product, seed)
        self.no, self.acknowledged, self.sent = no, "", []

    def work(self):
        """Change the phone number."""
        value = f"+34 600 {self.choice.randrange(10**6):06}"
        self.sent.append(value)
        status, _answer = self.ask("PATCH", f"/contacts/{self.no}", {"phone_no": value})
        if status == 200:
            self.acknowledged, self.sent, self.done = value, [], self.done + 1


class Creator(Client):
    """Creates contacts and customers of them: each that was acknowledged is there, once."""

    def __init__(self, product, seed):
        super().__init__(product, seed)
        self.contacts, self.customers = {}, {}

    def work(self):
        """Create a contact, and half of the time its customer, linked."""
        name = f"Chaos {uuid.uuid4().hex}"
        status, made = self.ask("POST", "/contacts", {"name": name})
        assert status == 201, made
        self.contacts[made["no"]] = name
        self.done += 1
        if self.choice.random() < 0.5:
            path = f"/contacts/{made['no']}/create-as"
            status, customer = self.ask("POST", path, {"role": "customer"})
            assert status == 201, customer
            self.customers[customer["no"]] = made["no"]
            self.done += 1


class Batches(Client):
    """Begins jobs, one after the other, and waits until each has ended."""

    def __init__(self, product, seed):
        super().__init__(product, seed)
        self.jobs = []

    def work(self):
        """Make contacts of all customers that have none; undo it."""
        body = {"kind": "create_contacts", "source": "customers"}
        status, job = self.ask("POST", "/jobs", body)
        assert status == 202, job
        self.jobs.append(job["id"])
        while not self.stopping.is_set():
            _status, now = self.ask("GET", f"/jobs/{job['id']}")
            if now and now["state"] not in ("queued", "running"):
                break
            time.sleep(0.2)
        if not self.stopping.is_set():
            self.ask("POST", f"/acts/{job['act']}/undo")
            self.done += 1


class Imports(Client):
    """Sends files and imports them, one after the other: each row of one that was done is there
    once.
    """

    def __init__(self, product, seed):
        super().__init__(product, seed)
        self.jobs, self.names = [], []

    def work(self):
        """Import three hundred contacts."""
        batch = uuid.uuid4().hex
        names = [f"Import {batch} {number}" for number in range(300)]
        status, sent = self.ask("POST", "/imports", _form("\n".join(["name", *names])))
        assert status == 201, sent
        body = {"kind": "import", "file": sent["file"], "on_match": "create"}
        status, job = self.ask("POST", "/jobs", body)
        assert status == 202, job
        self.jobs.append(job["id"])
        self.names += names
        while not self.stopping.is_set():
            _status, now = self.ask("GET", f"/jobs/{job['id']}")
            if now and now["state"] not in ("queued", "running"):
                self.done += 1
                break
            time.sleep(0.2)


def let_work(clients, seconds, choice, blow):
    """Let clients work for so long while something is hit again and again; what was hit."""
    told = []
    for client in clients:
        client.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(choice.uniform(0.1, LONGEST_PAUSE))
        told.append(blow())
    for client in clients:
        client.stopping.set()
    for client in clients:
        client.join(120)
    return told


def _form(text):
    """A file of contacts as a browser sends it."""
    parts = [
        b'--oak\r\nContent-Disposition: form-data; name="source"\r\n\r\ncontacts\r\n',
        b'--oak\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n',
        b"Content-Type: text/csv\r\n\r\n" + text.encode() + b"\r\n--oak--\r\n",
    ]
    return b"".join(parts)
