"""Brings the pages' libraries into the product (`update`, needs npm), and proves that they are as
recorded (`check`).

Nothing is loaded from elsewhere when the product runs: the files lie in
`unisono/web/static/vendor`, and `vendor.json` names each library with version, licence, files and
their SHA-256.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "unisono" / "web" / "static" / "vendor"
RECORD = FOLDER / "vendor.json"
SUBSETS = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese")
# folder: package, version, licence, {file in the package: name here}
LIBRARIES: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "tabler": ("@tabler/core", "1.6.1", "MIT", {"dist/css/tabler.min.css": "tabler.min.css"}),
    "htmx": (
        "htmx.org",
        "2.0.11",
        "0BSD",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
    ),
    "echarts": (
        "echarts",
        "6.1.0",
        "Apache-2.0",
        {"dist/echarts.simple.min.js": "echarts.js", "LICENSE": "LICENSE"},
    ),
    "cytoscape": (
        "cytoscape",
        "3.34.4",
        "MIT",
        {"dist/cytoscape.min.js": "cytoscape.js", "LICENSE": "LICENSE"},
    ),
    "inter": (
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        {f"files/inter-{each}-wght-normal.woff2": f"inter-{each}.woff2" for each in SUBSETS}
        | {"LICENSE": "LICENSE"},
    ),
    "icons": ("@tabler/icons", "3.51.0", "MIT", {}),
}
ICONS = """
    adjustments address-book alert-triangle arrow-back-up arrow-left arrow-right arrows-exchange building
    building-bank building-factory-2 calendar check chevron-down chevron-left chevron-right circle-check clock
    columns command copy device-mobile dots download external-link eye file-import file-text filter help history home key
    keyboard language layout-list link lock logout mail mail-plus map-pin message moon note paperclip pencil
    phone player-pause player-play plus printer receipt refresh search settings shield-check shopping-cart
    sitemap stack-2 sort-ascending sort-descending star sun tags table template tool trash truck-delivery
    unlink upload user user-circle users users-group wand x
""".split()


def update() -> None:
    """Fetch every library anew in its recorded version, and write the record."""
    record = []
    for folder, (package, version, licence, files) in LIBRARIES.items():
        with tempfile.TemporaryDirectory() as place:
            source = _fetched(package, version, Path(place))
            target = FOLDER / folder
            target.mkdir(parents=True, exist_ok=True)
            for inside, name in files.items():
                (target / name).write_bytes(_without_map((source / inside).read_bytes(), name))
            if folder == "icons":
                (target / "sprite.svg").write_text(_sprite(source), encoding="utf-8")
        hashes = {each.name: _digest(each) for each in sorted(target.iterdir())}
        record.append(
            {
                "name": package,
                "version": version,
                "licence": licence,
                "folder": folder,
                "sha256": hashes,
            }
        )
    RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _fetched(package: str, version: str, place: Path) -> Path:
    """Return the folder of a package's files."""
    subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"],
        cwd=place,
        check=True,
        capture_output=True,
    )
    with tarfile.open(next(place.glob("*.tgz"))) as archive:
        archive.extractall(place, filter="data")
    return place / "package"


def _without_map(content: bytes, name: str) -> bytes:
    """Return a script or style without its pointer to a map that is not here."""
    if not name.endswith((".js", ".css")):
        return content
    return re.sub(rb"\s*(//|/\*)# sourceMappingURL=[^\n*]*(\*/)?\s*$", b"\n", content)


def _sprite(source: Path) -> str:
    """Return the icons that the pages use as one file of symbols."""
    symbols = []
    for name in ICONS:
        text = (source / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
        body = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
        inside = re.search(r"<svg[^>]*>(.*)</svg>", body, flags=re.DOTALL)
        assert inside is not None, name
        drawn = re.sub(r'<path stroke="none"[^>]*/>', "", inside.group(1))
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(drawn.split())}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def problems() -> list[str]:
    """Return what is not as it was recorded."""
    found, known = [], {RECORD}
    for library in json.loads(RECORD.read_text(encoding="utf-8")):
        for name, digest in library["sha256"].items():
            path = FOLDER / library["folder"] / name
            known.add(path)
            if not path.exists() or _digest(path) != digest:
                found.append(
                    f"{library['folder']}/{name} is not the file of {library['name']} "
                    f"{library['version']}"
                )
    strangers = [path for path in FOLDER.rglob("*") if path.is_file() and path not in known]
    return found + [f"{path.relative_to(FOLDER)} is in no record" for path in strangers]


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    wrong = problems()
    print("\n".join(wrong) or "Every vendored file is as recorded.")
    sys.exit(bool(wrong))
