"""vdirsyncer, khard, syncevolution, tsdav and curl against the served product: a smoke of fifty
cards at each push, ten thousand by `make nightly PART=phones`.
"""

import json
import os
import signal
import subprocess
import time

import pytest

from tests.carddav.clients.book import FOLDER, ServedBook, cards_in, program, run

pytestmark = pytest.mark.pure  # what programs understand does not depend on the database
COUNT = int(os.environ.get("UNISONO_CARDS", "50"))
NEW = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{0}\r\nFN:{1} Sanz\r\nN:Sanz;{1};;;\r\n"
    "TEL:974550101\r\nEND:VCARD\r\n"
)
SETTINGS = """\
[general]
status_path = "{folder}/status/"
[pair omar]
a = "here"
b = "there"
collections = ["mine"]
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "{folder}/cards/"
fileext = ".vcf"
[storage there]
type = "carddav"
url = "{url}"
username = "omar"
password = "{password}"
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Omar's book."""
    served = ServedBook(tmp_path_factory.mktemp("book"), COUNT)
    yield served
    served.product.end()


class Vdirsyncer:
    """vdirsyncer with a folder of cards."""

    def __init__(self, book, folder):
        self.folder, self.program = folder, program("vdirsyncer")
        settings = SETTINGS.format(folder=folder, url=book.url, password=book.password)
        (folder / "config").write_text(settings)
        self.cards = folder / "cards" / "mine"
        self("discover", input="y\n" * 9)

    def __call__(self, *arguments, **more):
        """Run it with a command."""
        settings = str(self.folder / "config")
        return run(self.program, "-c", settings, *arguments, folder=self.folder, **more)

    def sync(self):
        """Bring both sides together."""
        return self("sync", "--force-delete")


def test_vdirsyncer_brings_both_sides_together(book, tmp_path):
    syncer = Vdirsyncer(book, tmp_path)
    syncer.sync()
    assert len(cards_in(syncer.cards)) >= COUNT
    assert "Copying" not in syncer.sync()

    # There: one mended, one new, one deleted. Here: one mended.
    mended, deleted, theirs = sorted(cards_in(syncer.cards))[:3]
    text = (syncer.cards / mended).read_text()
    (syncer.cards / mended).write_text(text.replace(":974 55", ":975 55"))
    (syncer.cards / "rosa.vcf").write_text(NEW.format("rosa", "Rosa"))
    (syncer.cards / deleted).unlink()
    no = _contact_of(book, (syncer.cards / theirs).read_text())
    book.product.call("PATCH", f"/contacts/{no}", {"phone_no": "600 11 22 33"})
    syncer.sync()

    assert "600 11 22 33" in (syncer.cards / theirs).read_text()
    (rosa,) = book.contacts("name=Rosa+Sanz")
    assert (rosa["phone_no"], rosa["salesperson_code"]) == ("974550101", "OM")
    no = _contact_of(book, text)
    assert book.product.call("GET", f"/contacts/{no}")["phone_no"].startswith("975")
    by_phone = "SELECT DISTINCT source FROM history_changeset WHERE via = 'carddav'"
    assert book.product.rows(by_phone) == [("Notebook",)]
    assert "Copying" not in syncer.sync()
    assert deleted not in cards_in(syncer.cards)

    # Both sides at once: nothing of either is lost.
    (syncer.cards / mended).write_text(text.replace("Jaca", "Huesca"))
    book.product.call("PATCH", f"/contacts/{no}", {"email": "ana@luna.example"})
    syncer.sync()
    assert book.product.call("GET", f"/contacts/{no}")["email"] == "ana@luna.example"


def _contact_of(book, card):
    (email,) = [line for line in card.splitlines() if line.startswith("EMAIL")]
    (found,) = book.contacts(f"email={email.rpartition(':')[2]}")
    return found["no"]


def test_vdirsyncer_goes_on_after_a_kill(book, tmp_path):
    syncer = Vdirsyncer(book, tmp_path)
    process = subprocess.Popen(
        [syncer.program, "-c", str(tmp_path / "config"), "sync"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and len(cards_in(syncer.cards)) < COUNT // 10:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()

    before = len(book.contacts("limit=500"))
    syncer.sync()
    assert len(cards_in(syncer.cards)) >= COUNT - 1
    assert "Copying" not in syncer.sync()
    assert len(book.contacts("limit=500")) == before


def test_khard_reads_the_folder_of_cards(book, tmp_path):
    syncer = Vdirsyncer(book, tmp_path)
    syncer.sync()
    settings = (
        f"[addressbooks]\n[[mine]]\npath = {syncer.cards}\n[general]\ndefault_action = list\n"
    )
    (tmp_path / "khard.conf").write_text(settings)

    said = run(program("khard"), "-c", str(tmp_path / "khard.conf"), "phone", folder=tmp_path)

    assert said.count("Ana Gil") >= COUNT - 2


def test_syncevolution_reads_writes_and_deletes(book, tmp_path):
    command = [program("syncevolution"), "--daemon=no"]
    where = ["target-config@unisono", "contacts"]
    who = [f"syncURL={book.url}carddav/", "username=omar", f"password={book.password}"]
    what = ["--keyring=no", "--configure", *who, "backend=carddav", f"database={book.mine}"]
    run(*command, *what, *where, folder=tmp_path)
    (tmp_path / "eva.vcf").write_text(NEW.format("eva", "Eva"))

    assert run(*command, "--print-items", *where, folder=tmp_path).count("evcf") >= COUNT - 2
    run(*command, "--import", str(tmp_path / "eva.vcf"), *where, folder=tmp_path)
    (eva,) = book.contacts("name=Eva+Sanz")
    assert eva["phone_no"] == "974550101"
    assert "FN:Eva Sanz" in run(*command, "--export", "-", *where, folder=tmp_path)
    run(*command, "--delete-items", *where, "eva%2evcf", folder=tmp_path)
    assert "FN:Eva Sanz" not in run(*command, "--export", "-", *where, folder=tmp_path)


def test_tsdav_reads_writes_and_is_told_what_changed(book, tmp_path):
    script = FOLDER / "tsdav" / "sync.mjs"
    node = program("node")
    if not (FOLDER / "tsdav" / "node_modules").is_dir():
        program("tsdav")
    said = json.loads(run(node, str(script), book.url, "omar", book.password, folder=tmp_path))

    assert "My contacts" in said["books"]
    assert said["cards"] >= COUNT - 2
    assert (said["made"], said["changed"], said["gone"]) == (201, 204, 204)
    assert said["told"] == {"created": 1, "updated": 1, "deleted": 0}


def test_curl_sees_the_corners_of_the_protocol(book, tmp_path):
    def curl(*arguments):
        user = ["-u", f"omar:{book.password}"]
        return run(program("curl"), "-s", "-i", *user, *arguments, folder=tmp_path)

    assert f"location: {book.url}carddav/" in curl(f"{book.url}.well-known/carddav").lower()
    assert "HTTP/1.1 401" in run(program("curl"), "-s", "-i", f"{book.mine}", folder=tmp_path)
    listed = curl("-X", "PROPFIND", "-H", "Depth: 1", book.mine)
    assert listed.count("<D:getetag>") >= COUNT - 2
    forged = curl("-X", "PROPFIND", "-H", "Depth: 0", "-H", "X-Script-Name: /evil", book.mine)
    assert "/evil" not in forged
    name = "contact-1.vcf"
    head = curl("-I", book.mine + name)
    assert "HTTP/1.1 200" in head
    assert "text/vcard" in head
    stale = ("-X", "PUT", "-H", 'If-Match: "x"', "-H", "Content-Type: text/vcard")
    assert "HTTP/1.1 412" in curl(*stale, "-d", NEW.format("x", "X"), f"{book.mine}x.vcf")
    options = curl("-X", "OPTIONS", book.mine)
    assert "addressbook" in options
