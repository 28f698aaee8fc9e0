"""What the product says of itself: a line for each request and each job, and no secret in any."""

import http.client
import json
import re
import uuid

import httpx
import pytest

from tests.stories.killing import Product, wait_for

pytestmark = pytest.mark.pure
# What nobody may read in a log, each said at a door of its own.
KEY, MAIL, METRICS, PROVIDER, PASSWORD, WRONG, NAME, SOUGHT, TYPED = (
    f"{what}-{uuid.uuid4().hex}"
    for what in "key mail metrics provider password wrong name sought typed".split()
)


@pytest.fixture
def product(tmp_path):
    """The product with secrets in all its settings."""
    product = Product(tmp_path)
    product.environment |= {
        "UNISONO_SECRET_KEY": KEY,
        "UNISONO_EMAIL_URL": f"smtp://unisono:{MAIL}@127.0.0.1:1",
        "UNISONO_METRICS_TOKEN": METRICS,
        "UNISONO_OIDC_URL": "http://127.0.0.1:1/",
        "UNISONO_OIDC_CLIENT_ID": "unisono",
        "UNISONO_OIDC_SECRET": PROVIDER,
    }
    try:
        product.run("init", "--admin-password", PASSWORD)
        product.run("user", "change", "admin", "--email", "admin@example.com")
        product.token = product.run("token", "create", "admin").stdout.strip()
        product.serve("--workers", "2")
        yield product
    finally:
        product.end()


def lines(product):
    """The log, line by line."""
    told = (product.folder / "log").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in told if line.startswith("{")]


def figures(product):
    """What Prometheus is told, by name and labels."""
    address = f"http://127.0.0.1:{product.port}/metrics"
    text = httpx.get(address, headers={"Authorization": f"Bearer {METRICS}"}).text
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def visit(product):
    """Come in at every door that takes a secret, also where something is away; what was handed
    out.
    """
    browser = httpx.Client(base_url=f"http://127.0.0.1:{product.port}", timeout=30)

    def send(path, **values):
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(path).text)
        return browser.post(path, data={**values, "csrfmiddlewaretoken": found.group(1)})

    assert send("/account/login/", login=NAME, password=WRONG).status_code == 200
    send("/account/password/reset/", email="admin@example.com")  # the mail server is away
    browser.get("/account/oidc/company/login/")  # and so is the provider
    browser.get(f"/account/oidc/company/login/callback/?code={TYPED}&state={TYPED}")
    browser.get(f"/account/password/reset/key/1-{TYPED}/")
    assert send("/account/login/", login="admin", password=PASSWORD).status_code == 302
    assert browser.get("/search/", params={"q": SOUGHT}).status_code == 200
    browser.get("/api/v1/contacts", headers={"Authorization": f"Bearer {WRONG}"})
    browser.post("/api/v1/contacts", json={"name": TYPED, "nothing": TYPED})
    return [value for _name, value in browser.cookies.items()]


def test_each_request_and_each_job_has_a_line_and_no_line_has_a_secret(product):
    sessions = visit(product)
    job = product.call("POST", "/jobs", {"kind": "find_duplicates"})["id"]
    product.ended(job)
    wait_for(lambda: any(line["event"] == "job" for line in lines(product)))
    product.stop()

    told, log = lines(product), (product.folder / "log").read_text(encoding="utf-8")
    secrets = [KEY, MAIL, METRICS, PROVIDER, PASSWORD, WRONG, NAME, SOUGHT, TYPED, product.token]
    assert [secret for secret in [*secrets, *sessions] if secret in log] == []
    requests = [line for line in told if line["event"] == "request"]
    assert len({line["request_id"] for line in requests}) == len(requests)
    assert {"/account/login/", "/search/", "/api/v1/contacts"} <= {r["route"] for r in requests}
    (ended,) = (line for line in told if line["event"] == "job")
    assert (ended["job"], ended["kind"], ended["state"]) == (job, "find_duplicates", "done")


def test_prometheus_is_told_of_all_processes_and_of_the_book(product):
    for _each in range(20):
        product.call("GET", "/contacts")
    product.ended(product.call("POST", "/jobs", {"kind": "find_duplicates"})["id"])
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=10)
    connection.request("GET", "/metrics")
    assert connection.getresponse().status == 401

    found = wait_for(lambda: found_once_counted(product))

    read = 'unisono_requests_total{method="GET",route="/api/v1/contacts",status="200"}'
    assert found[read] == "20.0"  # whichever of the two processes answered
    assert found['unisono_ready{what="workers"}'] == "1.0"
    assert found["unisono_queue_age_seconds"] == "0.0"
    assert found["unisono_backup_age_seconds"] == "+Inf"
    assert found["unisono_drift"] == "0.0"


def found_once_counted(product):
    """The figures, once the worker has counted its job."""
    found = figures(product)
    done = 'unisono_jobs{kind="find_duplicates",state="done"}'
    return found if found.get(done) == "1.0" else None
