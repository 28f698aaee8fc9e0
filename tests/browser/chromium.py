"""The browser of these tests: the machine's own Chromium, spoken to by Playwright."""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
LEFT_OUT = "browser tests were left out: no Chromium found"
# No sandbox: in a container, root may have none. Nothing here ever leaves the machine.
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()


def path():
    """Return where Chromium is, None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def is_left_out():
    """Tell whether browser tests are left out: no Chromium here, and nobody promised that nothing
    is skipped.
    """
    return path() is None and os.environ.get("CI") != "true"


def launch_arguments():
    """Return what Playwright needs to start it."""
    return {"executable_path": path(), "args": ARGUMENTS}
