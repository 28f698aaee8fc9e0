"""Two machines and two workers on one database: whoever answers, it is the same product; whichever
is killed, the others go on.
"""

import os
import random
import re
import secrets
import signal
import sys
import time
import uuid
from collections import Counter

import httpx
import pytest

from tests.postgresql import TestServer
from tests.stories.chaos import Batches, Client, Creator, Editor, Imports, let_work
from tests.stories.killing import ENDED, Product, wait_for
from tests.stories.test_chaos import assert_nothing_is_lost, assert_numbers_stand_once

# `make nightly PART=nodes` goes on for minutes; CI for ten seconds.
SECONDS = int(os.environ.get("UNISONO_NODES") or ("10" if os.environ.get("CI") else "0"))
pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(not SECONDS, reason="in CI and in `make nightly PART=nodes`"),
]

PASSWORD = "gato-y-guitarra"


class Nodes:
    """The two, as one who balances between them sees them: `port` is now one's, now the other's."""

    def __init__(self, folder, url):
        self._choice, key = random.Random(), secrets.token_urlsafe(40)
        self.nodes, self.workers = [], []
        for name in ("a", "b"):
            (folder / name).mkdir()
            node = Product(folder / name, url)
            node.environment["UNISONO_SECRET_KEY"] = key
            self.nodes.append(node)

    def install(self):
        """Make the book from the first of them, and start all."""
        first = self.nodes[0]
        first.run("init", "--admin-password", PASSWORD)
        first.install(500)
        self.token = first.token
        for node in self.nodes:
            node.token = self.token
            node.serve("--workers", "1", "--no-worker")
            self.workers.append(node.start("worker"))

    @property
    def port(self):
        return self._choice.choice(self.nodes).port

    def blow(self, choice):
        """Kill a node or a worker, and start it again a little later; what was hit."""
        number = choice.randrange(2)
        node = self.nodes[number]
        if choice.random() < 0.5:
            answering = node.children("web")
            node.stop(signal.SIGKILL)
            for process in answering:
                process.kill()
            time.sleep(choice.uniform(0, 0.5))
            node.serve("--workers", "1", "--no-worker")
            return f"node {number}"
        self.workers[number].kill()
        self.workers[number].wait(10)
        self.workers[number] = node.start("worker")
        return f"worker {number}"

    def end(self):
        for node in self.nodes:
            node.end()


@pytest.fixture
def nodes(tmp_path):
    """Two nodes and two workers on a durable server of their own."""
    server = TestServer()
    nodes = Nodes(tmp_path, server.url)
    try:
        nodes.install()
        yield nodes
    finally:
        nodes.end()
        server.end()


class Person(Client):
    """Signed in once, on one of them: attaches files to a contact's log, and reads each where
    chance leads.
    """

    def __init__(self, product, seed, contact):
        super().__init__(product, seed)
        self.browser, self.contact, self.kept = httpx.Client(timeout=30), contact, {}
        address = f"http://127.0.0.1:{product.port}/account/login/"
        form = self._form(self.browser.get(address).text)
        there = self.browser.post(
            address, data={**form, "login": "admin", "password": PASSWORD}, headers=_from(address)
        )
        assert there.status_code == 302, there.text

    def work(self):
        """Attach a file to a new entry, and read an older one as a page and by the program's
        door.
        """
        made = {"template_code": "MEETING", "description": "Visita"}
        status, entry = self.ask("POST", f"/contacts/{self.contact}/interactions", made)
        assert status == 201, entry
        content = uuid.uuid4().hex
        status, shown = self.ask("POST", f"/interactions/{entry['id']}/attachments", _file(content))
        assert status == 201, shown
        self.kept[f"/interactions/{entry['id']}/attachments/{shown['attachments'][0]['id']}"] = (
            content
        )
        path = self.choice.choice(list(self.kept))
        assert self.read(f"/api/v1{path}") == self.kept[path]
        assert self.contact in self.read(f"/contacts/{self.contact}")
        self.done += 1

    def read(self, path):
        """The text at an address of one of them, of the other where that one was killed."""
        token = {"Authorization": f"Bearer {self.product.token}"}
        for _try in range(60):
            try:
                address = f"http://127.0.0.1:{self.product.port}{path}"
                answer = self.browser.get(address, headers=token if "/api/" in path else {})
            except httpx.TransportError:
                time.sleep(0.2)
                continue
            assert answer.status_code == 200, (path, answer.status_code, answer.headers)
            return answer.text
        raise AssertionError(f"{path} was never answered")

    @staticmethod
    def _form(page):
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        return {"csrfmiddlewaretoken": found.group(1)}


def _from(address):
    return {"Referer": address}


def _file(text):
    """A file as a browser sends it."""
    head = b'--oak\r\nContent-Disposition: form-data; name="file"; filename="plano.txt"\r\n'
    return head + b"Content-Type: text/plain\r\n\r\n" + text.encode() + b"\r\n--oak--\r\n"


def test_whichever_answers_and_whichever_is_killed_nothing_is_lost(nodes):
    chance = int(os.environ.get("CHAOS_SEED") or time.time_ns() % 1_000_000)
    choice = random.Random(chance)
    first = nodes.nodes[0]
    for number in range(2):
        first.call("POST", "/contacts", {"name": "Editada", "no": f"E{number}"})
    editors = [Editor(nodes, chance + number, f"E{number}") for number in range(2)]
    creators, person = [Creator(nodes, chance + 10)], Person(nodes, chance + 40, "E0")
    batches, imports = Batches(nodes, chance + 20), Imports(nodes, chance + 30)
    clients = [*editors, *creators, batches, imports, person]
    told = let_work(clients, SECONDS, choice, lambda: nodes.blow(choice))

    try:
        assert [client.failed for client in clients] == [None] * len(clients)
        answers = sum((client.answers for client in clients), Counter())
        assert not [status for status in answers if status >= 500], answers
        assert_nothing_is_lost(first, editors, creators)
        assert {path: person.read(f"/api/v1{path}") for path in person.kept} == person.kept
        for id_ in [*batches.jobs, *imports.jobs]:
            assert first.ended(id_)["state"] in ENDED
        found = "SELECT name FROM contacts_contact WHERE name LIKE 'Import %'"
        assert sorted(name for (name,) in first.rows(found)) == sorted(imports.names)
        assert_numbers_stand_once(first)
        assert first.run("check").stdout.strip() == "Everything is in order."
        done = sum(each.done for each in clients)
        sys.stdout.write(f"\n{len(told)} blows, {done} acknowledged, none lost\n")
    except BaseException as error:
        logs = "\n".join(node.log() for node in nodes.nodes)
        error.add_note(f"CHAOS_SEED={chance} {told}\n{logs}")
        raise


def test_a_machine_with_another_key_is_refused_in_one_sentence(nodes):
    third = nodes.nodes[1]
    third.environment = {**third.environment, "UNISONO_SECRET_KEY": secrets.token_urlsafe(40)}

    refused = third.start("web")

    assert refused.wait(60) != 0
    wait_for(lambda: "key" in third.log())
