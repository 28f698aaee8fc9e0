"""The Debian package, made, installed, upgraded and removed on this machine, as root."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from scripts.debian_package import build
from tests.stories.killing import wait_for

pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(
        not os.environ.get("UNISONO_DEBIAN"),
        reason="in `make nightly PART=debian`: it installs a service on this machine",
    ),
]
BOOK = Path("/var/lib/unisono")
PORT = 8567


def outside():
    """The environment without what these tests set for themselves."""
    ours = ("UNISONO_", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def run(*command):
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=600, cwd="/", env=outside()
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def package(tmp_path):
    """The package of what is committed; nothing of it is there before and afterwards."""
    if BOOK.exists() or Path("/opt/unisono").exists():
        pytest.fail("Unísono is installed on this machine; this test would remove it")
    if not shutil.which("dh_virtualenv"):
        pytest.fail("its tools are missing: apt-get install dh-virtualenv debhelper dpkg-dev")
    yield build(tmp_path)
    subprocess.run(["dpkg", "--purge", "unisono"], check=False, capture_output=True)
    shutil.rmtree(BOOK, ignore_errors=True)
    subprocess.run(["deluser", "--quiet", "--system", "unisono"], check=False)


def test_it_is_installed_serves_is_upgraded_and_leaves_nothing_but_the_book(package):
    run("dpkg", "--install", str(package))
    assert "password:" in run("unisono", "init")
    assert (BOOK / "secret_key").stat().st_mode & 0o777 == 0o600
    if shutil.which("systemd-analyze"):
        run("systemd-analyze", "verify", "/lib/systemd/system/unisono.service")
    command = ["unisono", "serve", "--port", str(PORT)]
    served = subprocess.Popen(command, cwd="/", env=outside())
    try:
        wait_for(answers)
        run("unisono", "schedule", "add", "backup", "--at", "02:30", "--zone", "Europe/Madrid")
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(40)

    assert "The database is ready." in run("dpkg", "--install", str(package))  # an upgrade

    told = run("dpkg", "--purge", "unisono")
    left = ("/opt/unisono", "/etc/unisono.env", "/usr/bin/unisono")
    assert not [path for path in left if Path(path).exists()], told
    assert (BOOK / "unisono.sqlite3").exists()


def answers():
    try:
        return httpx.get(f"http://127.0.0.1:{PORT}/healthz").status_code == 200
    except httpx.TransportError:
        return False
