"""Pictures of every page, with the demo, wide and narrow, light and dark:
build/screenshots/NAME-WIDTH-THEME.png.

`make screenshots`, or `make screenshots ARGS="home card-contact"` for some; `make screenshots
ARGS=--shown` for those that README and handbook show, which stand in docs/screenshots. Needs
Chromium; starts the product itself.
"""

import base64
import os
import re
import struct
import sys
import tempfile
import zlib
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "screenshots"
SHOWN_FOLDER = ROOT / "docs" / "screenshots"
SHOWING = ("README.md", "README.es.md", "docs/handbook.md")
MOST_BYTES = 60_000  # of a picture that is shown: a page of a README loads at once
COLOURS = (256, 128, 64, 32, 16)
SIZES = {1280: 900, 390: 844}
THEMES = ("light", "dark")
IN_SPANISH = (
    *(
        "home",
        "start",
        "list-contacts",
        "card-contact",
        "card-customer",
        "link-wizard",
        "batch",
        "rules",
    ),
    *("document", "document-edit", "document-make-order", "card-documents"),
)
# In a page of its own: the commonest colours of a picture, and which of them each pixel is nearest
# to.
REDUCE = """async ([png, colours]) => {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
  const count = new Map();
  const colour = (at) => (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
  for (let at = 0; at < pixels.length; at += 4) count.set(colour(at), (count.get(colour(at)) || 0) + 1);
  const palette = [...count].sort((a, b) => b[1] - a[1]).slice(0, colours).map((each) => each[0]);
  const known = new Map(palette.map((each, number) => [each, number]));
  const away = (a, b) => [16, 8, 0].reduce((sum, by) => sum + (((a >> by) & 255) - ((b >> by) & 255)) ** 2, 0);
  const nearest = (wanted) => palette.reduce((best, each, number) =>
    away(each, wanted) < away(palette[best], wanted) ? number : best, 0);
  const indices = new Uint8Array(pixels.length / 4);
  for (let at = 0; at < pixels.length; at += 4) {
    if (!known.has(colour(at))) known.set(colour(at), nearest(colour(at)));
    indices[at / 4] = known.get(colour(at));
  }
  const reader = new FileReader();
  const text = new Promise((resolve) => { reader.onload = () => resolve(reader.result.split(",")[1]); });
  reader.readAsDataURL(new Blob([indices]));
  return { width: bitmap.width, height: bitmap.height, palette, indices: await text };
}"""


def png(picture):
    """Return a picture of at most 256 colours as a file."""
    width, height, rows = picture["width"], picture["height"], base64.b64decode(picture["indices"])
    lines = b"".join(b"\0" + rows[at : at + width] for at in range(0, width * height, width))
    colours = b"".join(struct.pack(">I", each)[1:] for each in picture["palette"])
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = [
        (b"IHDR", head),
        (b"PLTE", colours),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def name_of(place, width, theme, language):
    """Return what a picture is called."""
    return "-".join([place.name, *([language] if language != "en" else []), str(width), theme])


def shown():
    """Return the names of the pictures that README and handbook show."""
    texts = ((ROOT / name).read_text(encoding="utf-8") for name in SHOWING)
    return {name for text in texts for name in re.findall(r"screenshots/([\w-]+)\.png", text)}


class Camera:
    """Takes pictures of places, each person signed in once per language."""

    def __init__(self, browser, office, stack):
        self._browser, self._office, self._stack, self._there = browser, office, stack, {}
        self._dark_room = browser.new_page()

    def take(self, place, width, theme, language="en"):
        """Look at a page, and keep what is seen."""
        name = name_of(place, width, theme, language)
        (FOLDER / f"{name}.png").write_bytes(
            self._picture(place, width, theme, language, COLOURS[0])
        )

    def take_to_show(self, place, language):
        """Look at a page, and keep what is seen in as many colours as its size allows."""
        for colours in COLOURS:
            content = self._picture(place, 1280, "light", language, colours)
            if len(content) <= MOST_BYTES:
                break
        (SHOWN_FOLDER / f"{name_of(place, 1280, 'light', language)}.png").write_bytes(content)

    def _picture(self, place, width, theme, language, colours):
        with ExitStack() as stack:
            person = self._somebody(place.who, language, stack)
            self._look(person, place, width, theme)
            picture = base64.b64encode(person.page.screenshot()).decode()
        return png(self._dark_room.evaluate(REDUCE, [picture, colours]))

    @staticmethod
    def _look(person, place, width, theme):
        """Open a page, and do what its scene says."""
        from playwright.sync_api import expect

        person.page.set_viewport_size({"width": width, "height": SIZES[width]})
        person.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        person.watch.expect(place.status)
        person.goes_to(place.path)
        if place.scene:
            place.scene(person)
        person.page.wait_for_load_state("networkidle")
        expect(person.page.locator(".htmx-request")).to_have_count(0)

    def _somebody(self, name, language, stack):
        """Return who looks: a stranger for this one picture, or one of the regulars."""
        from tests.browser.somebody import at_work

        if not name:
            return stack.enter_context(at_work(self._browser, self._office, "", language))
        if (name, language) not in self._there:
            work = at_work(self._browser, self._office, name, language)
            self._there[name, language] = self._stack.enter_context(work)
        return self._there[name, language]


def main(names):
    """Take the pictures of these places, of all without any; of those that are shown for
    --shown.
    """
    from playwright.sync_api import sync_playwright

    from tests.browser import chromium
    from tests.browser.books import Books
    from tests.browser.places import PLACES

    if chromium.path() is None:
        sys.exit("No Chromium found. On Debian: apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="unisono-pictures-")))
        books = Books(folder)
        stack.callback(books.end)  # the product that stands for who wants it next
        office = stack.enter_context(books.opened("documents"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(**chromium.launch_arguments())
        camera = Camera(browser, office, stack)
        if names == ["--shown"]:
            take_shown(camera, PLACES)
        else:
            take_all(camera, [each for each in PLACES if not names or each.name in names])


def take_shown(camera, places):
    """Take the pictures that are shown anew, and remove what nobody shows."""
    for place in places:
        for language in ("en", "es"):
            if name_of(place, 1280, "light", language) in shown():
                camera.take_to_show(place, language)
    for file in SHOWN_FOLDER.glob("*.png"):
        if file.stem not in shown():
            file.unlink()


def take_all(camera, places):
    """Take pictures of places in both widths and themes, of some in Spanish too."""
    for place in places:
        print(place.name, flush=True)
        for width, theme in ((width, theme) for width in SIZES for theme in THEMES):
            camera.take(place, width, theme)
        if place.name in IN_SPANISH:
            camera.take(place, 1280, "light", "es")
    kept = sum(file.stat().st_size for file in FOLDER.glob("*.png"))
    print(f"{len(list(FOLDER.glob('*.png')))} pictures, {kept / 1e6:.1f} MB, in {FOLDER}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    main(sys.argv[1:])
