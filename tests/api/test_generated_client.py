"""A client that a generator makes of the API's description works: it starts a job and sees its
end.
"""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.stories.killing import Product

pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(
        not os.environ.get("UNISONO_CLIENT"), reason="in `make nightly PART=client`"
    ),
]
_USE = """
import sys
from made.api.jobs import get_job, start_job
from made.client import AuthenticatedClient
from made.models import JobBody

address, token = sys.argv[1:]
with AuthenticatedClient(base_url=address, token=token) as client:
    body = JobBody.from_dict({"kind": "create_contacts", "source": "customers"})
    job = start_job.sync(client=client, body=body)
    print(job.id, get_job.sync(job.id, client=client).kind)
"""


@pytest.fixture
def product(tmp_path):
    product = Product(tmp_path)
    try:
        product.install(5)
        product.serve("--workers", "1")
        yield product
    finally:
        product.end()


def test_a_client_that_was_generated_starts_a_job(product, tmp_path):
    address = f"http://127.0.0.1:{product.port}"
    described = tmp_path / "openapi.json"
    described.write_bytes(httpx.get(f"{address}/api/v1/openapi.json").content)
    python = tmp_path / "venv" / "bin" / "python"
    run(sys.executable, "-m", "venv", str(tmp_path / "venv"))
    run(python, "-m", "pip", "install", "--quiet", "openapi-python-client>=0.29,<0.30")
    generator = python.with_name("openapi-python-client")
    made = ("--output-path", str(tmp_path / "made"), "--meta", "none")
    told = run(generator, "generate", "--path", str(described), *made)
    assert "WARNING parsing" not in told  # nothing of the description is left out
    (tmp_path / "use.py").write_text(_USE, encoding="utf-8")

    id_, kind = run(python, "use.py", address, product.token, cwd=tmp_path).split()

    assert kind == "create_contacts"
    assert product.ended(int(id_))["state"] == "done"


def run(*command, cwd=None):
    """Run a command; what it said."""
    words = [str(each) for each in command]
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=300, cwd=cwd or Path(words[0]).parent
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
