"""Makes the Debian package of what is committed: `python scripts/debian_package.py FOLDER`.

It needs Debian's dpkg-dev, debhelper, dh-virtualenv and python3-venv; deploy/debian says what is in
the package.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LOG = """unisono ({version}) stable; urgency=medium

  * As told in CHANGELOG.md.

 -- Unísono <maintainers@unisono.example>  {date}
"""


def build(folder: Path) -> Path:
    """Make the package and put it into a folder; return its file."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    with tempfile.TemporaryDirectory(prefix="unisono-deb-") as temporary:
        tree = Path(temporary) / "unisono"
        tree.mkdir()
        archive = subprocess.run(
            ["git", "archive", "--format=tar", "HEAD"], cwd=ROOT, check=True, capture_output=True
        ).stdout
        subprocess.run(["tar", "-x"], cwd=tree, input=archive, check=True)
        shutil.copytree(tree / "deploy" / "debian", tree / "debian")
        shutil.copy(tree / "deploy" / "systemd" / "unisono.service", tree / "debian")
        date = format_datetime(datetime.now(UTC))
        log = _LOG.format(version=version, date=date)
        (tree / "debian" / "changelog").write_text(log, encoding="utf-8")
        command = ["dpkg-buildpackage", "--build=binary", "--no-sign", "--no-check-builddeps"]
        subprocess.run(command, cwd=tree, check=True)
        (built,) = Path(temporary).glob("unisono_*.deb")
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(built, folder / built.name))


if __name__ == "__main__":
    print(build(Path(sys.argv[1])))
