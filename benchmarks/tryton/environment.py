"""Tryton's own Python environment, made once in a cache folder (BENCH_CACHE, else
~/.cache/unisono-benchmarks).
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

PYTHON = "BENCH_TRYTON_PYTHON"  # how processes of a run are told the interpreter
_REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def install() -> str:
    """Return Tryton's interpreter, installing Tryton first if need be; "" (and say why) where that
    is not possible.
    """
    folder = _folder()
    python, ready = folder / "bin" / "python", folder / "ready"
    if ready.exists():
        return str(python)
    print("Installing Tryton (a minute, once) …", file=sys.stderr)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(folder)], check=True, stdout=sys.stderr
        )
        subprocess.run([*pip, "--requirement", str(_REQUIREMENTS)], check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        print(
            f"Tryton cannot be installed, so nothing is compared with it: {error}", file=sys.stderr
        )
        return ""
    ready.touch()
    return str(python)


def _folder() -> Path:
    """Return where the environment of today's requirements belongs."""
    cache = Path(os.environ.get("BENCH_CACHE") or Path.home() / ".cache" / "unisono-benchmarks")
    return cache / f"tryton-{hashlib.sha256(_REQUIREMENTS.read_bytes()).hexdigest()[:12]}"
