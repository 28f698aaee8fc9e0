"""nginx and Caddy in front of the product, by the examples of `deploy/`: large files, HEAD, the
addresses of clients, https.
"""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.stories.killing import Product, wait_for

pytestmark = pytest.mark.pure

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NAME = "crm.example.com"
CLIENT = "127.0.0.9"
PASSWORD = "gato-y-guitarra"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def certificate(folder):
    """A certificate of our own, and its key: their files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    plain = key.private_bytes(pem, form, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(plain)
    return folder / "cert.pem", folder / "key.pem"


def nginx(folder, upstream, port):
    """Start nginx by the example; its process."""
    cert, key = certificate(folder)
    example = (DEPLOY / "nginx" / "unisono.conf").read_text(encoding="utf-8")
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        f"/etc/ssl/certs/{NAME}.pem": str(cert),
        f"/etc/ssl/private/{NAME}.key": str(key),
    }.items():
        assert old in example, old
        example = example.replace(old, new)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log stderr;\nevents {{}}\n"
        f"http {{ access_log off; {temporary} {example} }}\n",
        encoding="utf-8",
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]


def caddy(folder, upstream, port):
    """Start Caddy by the example; its process."""
    cert, key = certificate(folder)
    example = (DEPLOY / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    assert "127.0.0.1:8000" in example
    example = example.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    example = example.replace(f"{NAME} {{", f"{NAME}:{port} {{\n\ttls {cert} {key}", 1)
    options = f"{{\n\tadmin off\n\tauto_https disable_redirects\n\thttp_port {free_port()}\n}}\n"
    (folder / "Caddyfile").write_text(options + example, encoding="utf-8")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(params=[nginx, caddy], ids=["nginx", "caddy"])
def in_front(request, tmp_path, monkeypatch):
    """ask(method, path, body, headers): the product as people reach it, through a server in front
    of it.
    """
    if not shutil.which(request.param.__name__):
        if os.environ.get("CI"):
            pytest.fail(f"{request.param.__name__} is missing; .ci/run installs it")
        pytest.skip(f"no {request.param.__name__} on this machine")
    product, port = Product(tmp_path), free_port()
    product.environment |= {
        "UNISONO_HTTPS": "1",
        "UNISONO_PROXIES": "1",
        "UNISONO_HOSTS": f"{NAME},127.0.0.1",
        "UNISONO_ORIGINS": f"https://{NAME}:{port}",
        "HOME": str(tmp_path),
    }
    process = None
    try:
        product.run("init", "--admin-password", PASSWORD)
        product.token = product.run("token", "create", "admin").stdout.strip()
        product.serve("--workers", "1")
        command = request.param(tmp_path, product.port, port)
        log = (tmp_path / "front.log").open("wb")
        environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)

        def ask(method, path, body=None, headers=()):
            context = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
            raw = socket.create_connection(("127.0.0.1", port), 60, (CLIENT, 0))
            connection = http.client.HTTPSConnection(NAME, port, timeout=60)
            connection.sock = context.wrap_socket(raw, server_hostname=NAME)
            token = {"Authorization": f"Bearer {product.token}"}
            connection.request(method, path, body, {**token, **dict(headers)})
            answer = connection.getresponse()
            return answer, answer.read()

        def it_answers():
            try:
                return ask("GET", "/healthz")[0].status == 200
            except OSError:
                return False

        ask.origin = f"https://{NAME}:{port}"
        wait_for(it_answers)
        yield product, ask
    finally:
        if process is not None:
            process.terminate()
            process.wait(20)
        product.end()


def test_what_people_and_programs_do_goes_through_it(in_front):
    product, ask = in_front
    # Pages: encrypted alone, and browsers are told so.
    page, _text = ask("GET", "/account/login/")
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in page.headers["Set-Cookie"]
    plain = http.client.HTTPConnection("127.0.0.1", product.port, timeout=10)
    plain.request("GET", "/account/login/", headers={"Host": NAME})
    assert plain.getresponse().headers["Location"] == f"https://{NAME}/account/login/"

    # Numbers with a slash, the version as ETag, HEAD.
    made, _text = ask(
        "POST",
        "/api/v1/contacts",
        b'{"name": "Sol", "no": "A/B"}',
        {"Content-Type": "application/json"},
    )
    assert made.status == 201
    got, _text = ask("GET", "/api/v1/contacts/A%2FB")
    assert (got.status, got.headers["ETag"].removeprefix("W/")) == (200, '"1"')
    head, nothing = ask("HEAD", "/account/login/")
    assert (head.status, nothing) == (200, b"")

    # The audit knows who was there, and believes no address that a client makes up.
    wrong = {"Authorization": "Bearer wrong", "X-Forwarded-For": "192.0.2.1"}
    assert ask("GET", "/api/v1/setup", None, wrong)[0].status == 401
    visitor = Visitor(ask)
    assert visitor.signs_in("wrong") == 200
    found = "SELECT address FROM audit_auditentry WHERE action = 'sign-in-failed'"
    assert product.rows(found) == [(CLIENT,)]

    # A large file goes through, one that is too large is refused.
    assert visitor.signs_in(PASSWORD) == 302
    rows = "name\n" + "\n".join(f"Nadie {number} {'x' * 900}" for number in range(20_000))
    status, page = visitor.sends_file(rows.encode())
    assert status == 302, page
    assert visitor.sends_file(b"name\n" + b"x" * (66 * 1024 * 1024))[0] == 413


class Visitor:
    """Somebody at a browser: it keeps cookies, and sends forms with their token."""

    def __init__(self, ask):
        self._ask, self._cookies = ask, {}

    def get(self, path):
        """A page, and the token of its forms."""
        answer, text = self._ask("GET", path, None, self._headers(path))
        self._keep(answer)
        return text.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    def signs_in(self, password):
        """Fill in the page of signing in; the status of the answer."""
        token = self.get("/account/login/")
        form = f"login=admin&password={password}&csrfmiddlewaretoken={token}"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"X-Forwarded-For": "192.0.2.1", **self._headers("/account/login/")}
        answer, _text = self._ask("POST", "/account/login/", form, headers)
        self._keep(answer)
        return answer.status

    def sends_file(self, content):
        """Choose a file to import; the status of the answer, and its page."""
        body = b"".join(
            [
                _part("csrfmiddlewaretoken", self.get("/import/").encode()),
                _part("as", b"contacts"),
                _part("file", content, 'filename="a.csv"'),
                b"--oak--\r\n",
            ]
        )
        headers = {"Content-Type": "multipart/form-data; boundary=oak", **self._headers("/import/")}
        try:
            answer, page = self._ask("POST", "/import/", body, headers)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            return 413, b""  # refused while it was sent: the rest is not read
        return answer.status, page

    def _headers(self, path):
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Cookie": cookies, "Referer": f"{self._ask.origin}{path}"}

    def _keep(self, answer):
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _is, value = line.split(";")[0].partition("=")
            self._cookies[name] = value


def _part(name, content, more=""):
    about = f'--oak\r\nContent-Disposition: form-data; name="{name}"'
    return f"{about}{'; ' if more else ''}{more}\r\n\r\n".encode() + content + b"\r\n"
