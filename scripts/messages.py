"""Collects the interface's texts for translation (`update`), and proves that nothing is missing
(`check`).
"""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent / "unisono"
LANGUAGES = ("es",)
KEYWORDS = {"_": None, "N_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
IN_TEMPLATES = re.compile(r"{%\s*translate\s+(['\"])(.+?)\1")


def texts() -> Catalog:
    """Return every text of the interface: from Python, and from the templates as Django reads
    them.
    """
    catalog = Catalog(project="Unísono", charset="utf-8")
    found = extract_from_dir(ROOT, [("**.py", "python")], keywords=KEYWORDS)
    for name, _line, message, comments, _context in found:
        catalog.add(message, locations=[(name, 0)], auto_comments=comments)
    for path in sorted(
        path for path in ROOT.rglob("templates/**/*") if path.suffix in (".html", ".txt")
    ):
        for _quote, message in IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            catalog.add(message, locations=[(str(path.relative_to(ROOT)), 0)])
    return catalog


def po_path(language: str) -> Path:
    """Return where a language's texts stand."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def update() -> None:
    """Bring the catalogues up to date and compile them."""
    for language in LANGUAGES:
        catalog = _read(language)
        catalog.update(texts(), no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        po_path(language).parent.mkdir(parents=True, exist_ok=True)
        with po_path(language).open("wb") as file:
            catalog.fuzzy = False
            write_po(file, catalog, width=120, sort_output=True, include_lineno=False)
        with po_path(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def _read(language: str) -> Catalog:
    if not po_path(language).exists():
        return Catalog(locale=language, project="Unísono", charset="utf-8")
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language)


def problems() -> list[str]:
    """Return what is missing: untranslated or doubtful texts, placeholders that do not agree, a
    stale compilation.
    """
    wanted, found = [message.id for message in texts() if message.id], []
    for language in LANGUAGES:
        catalog = _read(language)
        with po_path(language).with_suffix(".mo").open("rb") as file:
            compiled = {
                str(_forms(message.id)): _forms(message.string) for message in read_mo(file)
            }
        for id_ in sorted(wanted, key=str):
            message = catalog.get(id_)
            if message is None or not all(_forms(message.string)) or message.fuzzy:
                found.append(f"{language}: not translated: {id_}")
            elif compiled.get(str(_forms(id_))) != _forms(message.string):
                found.append(f"{language}: not compiled: {id_}")
            elif any(
                _placeholders(form) != _placeholders(_forms(id_)[-1])
                for form in _forms(message.string)
            ):
                found.append(f"{language}: placeholders differ: {id_}")
    return found


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Return the forms of a text: singular and plural, where it has both."""
    return list(text) if isinstance(text, tuple | list) else [text or ""]


def _placeholders(text: str) -> list[str]:
    return sorted(part.split(")")[0] for part in text.split("%(")[1:])


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    missing = problems()
    print("\n".join(missing) or "Every text is translated.")
    sys.exit(bool(missing))
