"""Makes the fonts of printed papers anew (`update`, needs npm and apt), and proves that they are as
recorded (`check`).

Papers print with these files and no others, so they look the same on every machine. `fonts.json`
names each file with its package, version, licence and SHA-256; `coverage.json` says which
characters each family has, in the order in which a missing character is looked for. All are under
the SIL Open Font License 1.1; its texts lie beside the files.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import venv
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "unisono" / "documents" / "fonts"
RECORD = FOLDER / "fonts.json"
COVERAGE = FOLDER / "coverage.json"
FONTTOOLS = "fonttools==4.68.0"
CJK = "fonts-noto-cjk=1:20220127+repack1-1"
CJK_FILE = "usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
CJK_LICENCE = "usr/share/doc/fonts-noto-cjk/copyright"
# Within the collection; its shapes of characters that the languages draw differently are those of
# Simplified Chinese.
CJK_NUMBER = 2
LATIN_FEATURES = "ccmp,locl,kern,mark,mkmk,liga,tnum,lnum"
ALL_FEATURES = "*"
LATIN = "20-7E,A0-52F,1AB0-1AFF,1D00-1FFF,2000-218F,2212,25CC,2C60-2C7F,2DE0-2E7F,A640-A69F,A700-A7FF,FB00-FB06,FFFD"
SHAPING = "20,A0,200B-200F,25CC"
SYMBOLS = "2190-23FF,2440-27FF,2900-297F,2B00-2BFF,1F100-1F1E5,1F200-1F2FF"
# Those from 20000 are few, but stand in names; with them, the font gets a table of characters that
# is long enough.
CHINESE_JAPANESE_KOREAN = (
    "20,A0,1100-11FF,2E80-2FDF,3000-303F,3041-33FF,3400-4DBF,4E00-9FFF,A960-A97F,AC00-D7A3,F900-FAFF,FE30-FE4F,"
    "FF01-FFEF,20000-2FA1F"
)


class Family(NamedTuple):
    """A family of fonts: where it comes from, and what is kept of it."""

    name: str
    package: str
    version: str
    unicodes: str
    features: str = ALL_FEATURES
    faces: tuple[str, ...] = ("Regular", "Bold")


def _npm(
    script: str, version: str, unicodes: str, features: str = ALL_FEATURES, *, bold: bool = True
) -> Family:
    """Return a family that npm has as whole, static files."""
    name = f"Noto {script}"
    package = f"@expo-google-fonts/{name.lower().replace(' ', '-')}"
    return Family(
        name, package, version, unicodes, features, ("Regular", "Bold") if bold else ("Regular",)
    )


# The order matters: the first family that has a character draws it.
FAMILIES = (
    _npm("Sans", "0.4.2", LATIN, LATIN_FEATURES),
    _npm("Sans Hebrew", "0.4.1", f"{SHAPING},590-5FF,FB1D-FB4F,20AA"),
    _npm("Sans Arabic", "0.4.3", f"{SHAPING},600-6FF,750-77F,870-8FF,FB50-FDFF,FE70-FEFF"),
    _npm("Sans Armenian", "0.4.2", f"{SHAPING},530-58F,FB13-FB17"),
    _npm("Sans Georgian", "0.4.3", f"{SHAPING},10A0-10FF,1C90-1CBF,2D00-2D2F"),
    _npm("Sans Thai", "0.4.2", f"{SHAPING},E00-E7F"),
    _npm("Sans Devanagari", "0.4.1", f"{SHAPING},900-97F,A8E0-A8FF,1CD0-1CFF,20B9"),
    Family(
        "Noto Sans CJK SC",
        *CJK.split("="),
        CHINESE_JAPANESE_KOREAN,
        "ccmp,ljmo,vjmo,tjmo",
        ("Regular",),
    ),
    _npm("Emoji", "0.4.7", "*", bold=False),
    _npm("Sans Symbols", "0.4.1", SYMBOLS, bold=False),
    _npm("Sans Symbols 2", "0.4.1", SYMBOLS, bold=False),
    _npm("Sans Math", "0.4.2", "2190-22FF,2A00-2AFF", "ccmp", bold=False),
)


def update() -> None:
    """Fetch every family anew in its recorded version, keep what papers need of it, and write the
    records.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    record, coverage = [], {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tools = _tools(place)
        for family in FAMILIES:
            names, characters = _made(family, place / family.name, tools)
            coverage[family.name] = _ranges(characters)
            record.append(_entry(family, names))
    _written(COVERAGE, coverage)
    _written(RECORD, record)


def _tools(place: Path) -> Path:
    """Return the folder of the font tools' programs, installed for this once."""
    venv.create(place / "tools", with_pip=True)
    programs = place / "tools" / "bin"
    subprocess.run([programs / "pip", "install", "--quiet", FONTTOOLS], check=True)
    return programs


def _made(family: Family, place: Path, tools: Path) -> tuple[list[str], set[int]]:
    """Make a family's files; return their names and the characters that all of its faces have."""
    place.mkdir()
    fetched = _fetched_from_debian if family.package == CJK.split("=")[0] else _fetched_from_npm
    licence, sources = fetched(family, place)
    stem = family.name.replace(" ", "")
    names, found = [f"{stem}.OFL.txt"], []
    (FOLDER / names[0]).write_text(licence, encoding="utf-8")
    for face, source in zip(family.faces, sources, strict=True):
        target = FOLDER / f"{stem}-{face}.{'otf' if source.suffix == '.ttc' else 'ttf'}"
        _subset(family, source, target, tools)
        names.append(target.name)
        found.append(_characters(target, tools))
    return names, set.intersection(*found)


def _fetched_from_npm(family: Family, place: Path) -> tuple[str, list[Path]]:
    """Return the licence and the faces of a family from npm."""
    wanted = f"{family.package}@{family.version}"
    subprocess.run(["npm", "pack", "--silent", wanted], cwd=place, check=True, capture_output=True)
    with tarfile.open(next(place.glob("*.tgz"))) as archive:
        archive.extractall(place, filter="data")
    sources = [next(place.glob(f"package/*00{face}/*.ttf")) for face in family.faces]
    return (place / "package" / "LICENSE_FONT").read_text(encoding="utf-8"), sources


def _fetched_from_debian(family: Family, place: Path) -> tuple[str, list[Path]]:
    """Return the licence and the collection of Chinese, Japanese and Korean."""
    wanted = f"{family.package}={family.version}"
    subprocess.run(["apt-get", "download", wanted], cwd=place, check=True, capture_output=True)
    subprocess.run(["dpkg-deb", "-x", next(place.glob("*.deb")), place], check=True)
    return (place / CJK_LICENCE).read_text(encoding="utf-8"), [place / CJK_FILE]


def _subset(family: Family, source: Path, target: Path, tools: Path) -> None:
    """Write the part of a font that papers need, in a file of its own."""
    options = [
        f"--unicodes={family.unicodes}",
        f"--layout-features={family.features}",
        f"--output-file={target}",
    ]
    options += ["--no-hinting", "--notdef-outline", "--name-IDs=*", "--no-recalc-timestamp"]
    if source.suffix == ".ttc":
        options.append(f"--font-number={CJK_NUMBER}")
    subprocess.run([tools / "pyftsubset", source, *options], check=True)


def _characters(font: Path, tools: Path) -> set[int]:
    """Return the characters that a font has, without those that are for control or private use."""
    told = subprocess.run(
        [tools / "ttx", "-q", "-t", "cmap", "-o", "-", font],
        check=True,
        capture_output=True,
        text=True,
    )
    codes = {int(code, 16) for code in re.findall(r'code="(0x[0-9a-f]+)"', told.stdout)}
    return {
        code for code in codes if unicodedata.category(chr(code)) not in ("Cc", "Cn", "Co", "Cs")
    }


def _ranges(codes: set[int]) -> list[list[int]]:
    """Return the first and last of each run of characters."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


def _entry(family: Family, names: list[str]) -> dict[str, object]:
    hashes = {name: _digest(FOLDER / name) for name in names}
    origin = {"package": family.package, "version": family.version, "licence": "OFL-1.1"}
    return {"name": family.name, **origin, "sha256": hashes}


def _written(path: Path, content: object) -> None:
    indent = 2 if path == RECORD else None
    path.write_text(json.dumps(content, indent=indent) + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def problems() -> list[str]:
    """Return what is not as it was recorded."""
    found, known = [], {RECORD, COVERAGE}
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    for family in record:
        for name, digest in family["sha256"].items():
            known.add(FOLDER / name)
            if not (FOLDER / name).exists() or _digest(FOLDER / name) != digest:
                found.append(f"{name} is not the file of {family['package']} {family['version']}")
    if list(json.loads(COVERAGE.read_text(encoding="utf-8"))) != [
        family["name"] for family in record
    ]:
        found.append(f"{COVERAGE.name} is of other families than {RECORD.name}")
    strangers = [path for path in FOLDER.rglob("*") if path.is_file() and path not in known]
    return found + [f"{path.relative_to(FOLDER)} is in no record" for path in strangers]


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    wrong = problems()
    if wrong:
        print("\n".join(wrong))
    sys.exit(bool(wrong))
