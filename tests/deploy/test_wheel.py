"""The wheel, by itself: installed where nothing of the source is, it makes a book, fills and serves
it.
"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.stories.killing import ROOT, Product

pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(not os.environ.get("CI"), reason="in CI: it installs all that it needs"),
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this state, built as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("unisono-*.whl")
    return built


def pip(*arguments, python=sys.executable):
    command = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_it_has_one_package_and_all_that_pages_and_papers_need(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert {Path(name).parts[0] for name in names if ".dist-info" not in name} == {"unisono"}
    assert "unisono/locale/es/LC_MESSAGES/django.mo" in names
    for ending in (".html", ".css", ".js", ".typ", ".ttf", ".otf", ".md"):
        assert any(name.endswith(ending) for name in names), ending


def test_it_makes_fills_and_serves_a_book_outside_of_the_source(wheel, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True, timeout=60)
    python = str(tmp_path / "venv" / "bin" / "python")
    pip("install", "--constraint", str(ROOT / "constraints.txt"), str(wheel), python=python)
    product = Product(tmp_path)
    product.python, product.cwd = python, tmp_path
    try:
        product.run("init", "--admin-password", "gato-y-guitarra")
        product.run("demo")
        product.token = product.run("token", "create", "admin").stdout.strip()
        product.serve("--workers", "1")

        page = httpx.get(
            f"http://127.0.0.1:{product.port}/account/login/", headers={"Accept-Language": "es"}
        )
        assert "Contraseña" in page.text
        (first,) = product.call("GET", "/contacts?q=madrid&limit=1")["items"]
        assert first["city"] == "Madrid"
    finally:
        product.end()
