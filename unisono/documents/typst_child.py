"""Makes a paper, as a program of its own (unisono.common.confined).

Given is JSON: `sources` (texts by name), `texts` (for the templates), `fonts` (a folder), `tries`
(options of the typesetter, the first that does is taken). It says a line of JSON, `done` with the
number of the try or None, and `sizes`; then what was made, piece by piece.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import typst

from unisono.common.confined import confine


def main() -> None:
    """Make what is given."""
    confine()
    given: dict[str, Any] = json.load(sys.stdin)
    # The types of the package do not know that several sources may be given.
    compile_all: Callable[..., Any] = typst.compile
    sources = {name: text.encode() for name, text in given["sources"].items()}
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[given["fonts"]]
    )
    for number, options in enumerate(given["tries"]):
        with suppress(typst.TypstError):
            made = compile_all(
                sources,
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs=given["texts"],
                **options,
            )
            _say(number, made if isinstance(made, list) else [made])
            return
    _say(None, [])


def _say(done: int | None, pieces: list[bytes]) -> None:
    head = {"done": done, "sizes": [len(piece) for piece in pieces]}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(pieces))


if __name__ == "__main__":
    main()
