"""Measures how phones are served: a book of many cards fetched for the first time, asked again in vain,
asked again after one change; beside Radicale with its own store of files and the same cards.

    python -m benchmarks.phones [--cards 100000] [--database-url postgresql://…]

`make clients` installs Radicale. The memory is that of the process that answers: its highest (VmHWM)
after the first sync, less what it was before. Nothing is asserted.
"""

import argparse
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RADICALE = ROOT / ".clients" / "bin" / "radicale"
_POLLS = 50
_AT_ONCE = 5_000
_SYNC = (
    '<D:sync-collection xmlns:D="DAV:"><D:sync-token>{}</D:sync-token><D:sync-level>1</D:sync-level>'
    "<D:prop><D:getetag/></D:prop></D:sync-collection>"
)
_TAG = (
    '<D:propfind xmlns:D="DAV:" xmlns:S="http://calendarserver.org/ns/"><D:prop><S:getctag/>'
    "<D:sync-token/></D:prop></D:propfind>"
)
_TAGS = '<D:propfind xmlns:D="DAV:"><D:prop><D:getetag/></D:prop></D:propfind>'
_SETTINGS = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[storage]
filesystem_folder = {folder}
[logging]
level = error
"""


def person(number: int) -> dict[str, str]:
    """Return a contact of the book."""
    return {
        "type": "person",
        "name": f"Ana Gil {number}",
        "phone_no": f"974 55 {number // 100 % 100:02} {number % 100:02}",
        "email": f"ana{number}@sol.example",
        "city": "Jaca",
    }


def fill(count: int) -> None:
    """Make so many contacts, let phones have all, and write the password of a device."""
    from unisono.usecases.address_books.app_passwords import create_app_password
    from unisono.usecases.records.creating_many import create_many
    from unisono.usecases.setup.setup import change_setup
    from unisono.usecases.users import users

    admin = users.actor_named("admin")
    change_setup({"phone_all_contacts": True}, actor=admin)
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        create_many("contact", [person(number) for number in numbers], actor=admin)
    sys.stdout.write(create_app_password("Benchmark", actor=admin))


class Client:
    """A phone on one connection; `process` is that of the server."""

    def __init__(self, port: int, process: int, path: str, password: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.process, self.path = process, path
        self.headers = {
            "Authorization": "Basic " + b64encode(f"admin:{password}".encode()).decode()
        }

    def ask(self, method: str, path: str = "", body: str = "", **headers: str) -> bytes:
        """Return the answer to a request, which must succeed."""
        self.connection.request(method, path or self.path, body, {**self.headers, **headers})
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status < 300, (answer.status, content[:300])
        return content

    def token(self) -> str:
        """Return the sync token of now."""
        told = self.ask("PROPFIND", body=_TAG, Depth="0").decode()
        return told.partition("sync-token>")[2].partition("<")[0]

    def memory(self, what: str) -> float:
        """Return what the process takes, in MB: VmRSS now, VmHWM at its highest."""
        for line in Path(f"/proc/{self.process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith(what):
                return int(line.split()[1]) / 1024
        return 0.0


def measured(client: Client, change: Callable[[], object]) -> dict[str, str]:
    """Return what was measured of a server, by its name."""
    before = client.memory("VmRSS")
    found = {}
    seconds, _listed = timed(lambda: client.ask("PROPFIND", body=_TAGS, Depth="1"))
    found["all tags (PROPFIND), first time"] = f"{seconds:.1f} s"
    seconds, listed = timed(lambda: client.ask("PROPFIND", body=_TAGS, Depth="1"))
    found["all tags, again"] = f"{seconds:.1f} s, {len(listed) / 1e6:.0f} MB"
    seconds, _told = timed(lambda: client.ask("REPORT", body=_SYNC.format("")))
    found["first sync-collection"] = f"{seconds:.1f} s"
    found["memory more, at most"] = f"{client.memory('VmHWM') - before:.0f} MB"
    token = client.token()
    client.ask("REPORT", body=_SYNC.format(token))
    found["poll of the tag"] = median(lambda: client.ask("PROPFIND", body=_TAG, Depth="0"))
    found["sync with nothing new"] = median(lambda: client.ask("REPORT", body=_SYNC.format(token)))
    change()
    seconds, told = timed(lambda: client.ask("REPORT", body=_SYNC.format(token)))
    found["sync after one change"] = f"{seconds * 1000:.1f} ms, {told.count(b'getetag>') // 2} card"
    found["memory more, in the end"] = f"{client.memory('VmHWM') - before:.0f} MB"
    return found


def timed(act: Callable[[], bytes]) -> tuple[float, bytes]:
    """Return how long something took, and what it gave."""
    began = time.perf_counter()
    told = act()
    return time.perf_counter() - began, told


def median(act: Callable[[], bytes]) -> str:
    """Return the median of some polls, as text; of few where each takes long."""
    first, _told = timed(act)
    times = [timed(act)[0] for _n in range(_POLLS if first < 0.5 else 3)]
    return f"{statistics.median(times) * 1000:.1f} ms"


@contextmanager
def served(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """Start a server and wait until it listens; yield its process."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=environment, **silent)
    try:
        for _n in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ours(folder: Path, count: int, database: str) -> dict[str, str]:
    """Measure the product."""
    more = {"UNISONO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "unisono.config.settings"}
    more |= {"UNISONO_DATABASE_URL": database} if database else {}
    environment = {**os.environ, **more}
    unisono = [sys.executable, "-m", "unisono"]
    subprocess.run([*unisono, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
    call = f"import django; django.setup(); from benchmarks.phones import fill; fill({count})"
    made = subprocess.run(
        [sys.executable, "-c", call], env=environment, check=True, capture_output=True, text=True
    )
    password, port = made.stdout.strip().splitlines()[-1], free_port()
    command = [*unisono, "serve", "--alone", "--no-worker", "--port", str(port)]
    with served(command, port, environment) as process:
        client = Client(port, process, "/carddav/books/admin/all/", password)
        names = client.ask("REPORT", body=_SYNC.format("")).decode()
        name = names.partition("<D:href>")[2].partition("<")[0]
        card = client.ask("GET", name).decode().replace("974 55", "975 55")
        kind = {"Content-Type": "text/vcard"}
        return measured(client, lambda: client.ask("PUT", name, card, **kind))


def radicale(folder: Path, count: int) -> dict[str, str]:
    """Measure Radicale with its own store and the same cards."""
    book = folder / "collection-root" / "admin" / "all"
    book.mkdir(parents=True)
    (book / ".Radicale.props").write_text('{"tag": "VADDRESSBOOK"}', encoding="utf-8")
    for number in range(count):
        (book / f"{number}.vcf").write_text(card_of(number), encoding="utf-8", newline="")
    port = free_port()
    settings = folder / "settings"
    settings.write_text(_SETTINGS.format(port=port, folder=folder), encoding="utf-8")
    command = [str(RADICALE), "--config", str(settings)]
    with served(command, port, dict(os.environ)) as process:
        client = Client(port, process, "/admin/all/", "")
        changed = card_of(0).replace("974 55", "975 55")
        kind = {"Content-Type": "text/vcard"}
        return measured(client, lambda: client.ask("PUT", "/admin/all/0.vcf", changed, **kind))


def card_of(number: int) -> str:
    """Return the card of a contact as the product serves it."""
    values = person(number)
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:{number}",
        f"N:{number};Ana;Gil;;",
        f"FN:{values['name']}",
        "ADR;TYPE=WORK:;;;Jaca;;;",
        f"TEL;TYPE=WORK,VOICE:{values['phone_no']}",
        f"EMAIL;TYPE=INTERNET:{values['email']}",
        "END:VCARD",
    )
    return "".join(f"{line}\r\n" for line in lines)


def main() -> None:
    """Measure both, and write a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument("--database-url", default="")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="phones-"))
    try:
        found = {"Unísono": ours(folder / "ours", options.cards, options.database_url)}
        if RADICALE.exists():
            found["Radicale"] = radicale(folder / "radicale", options.cards)
    finally:
        shutil.rmtree(folder)
    print(f"| {options.cards:,} cards | {' | '.join(found)} |\n| --- {'| --- ' * len(found)}|")
    for what in found["Unísono"]:
        print(f"| {what} | {' | '.join(each[what] for each in found.values())} |")


if __name__ == "__main__":
    main()
