"""A small OpenID Connect provider on 127.0.0.1: it vouches for whoever it is told to."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "unisono", "un secreto entre dos"


class Provider:
    """The provider: `person` is who stands before it, with the claims it makes of them."""

    def __init__(self):
        self.person = {"sub": "1"}
        self.codes = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.answer(self, dict(parse_qs(urlsplit(self.path).query)))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.answer(self, dict(parse_qs(body)))

            def log_message(self, *_words):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        """Stop."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request, sent):
        """Answer a request for one of the four addresses of a provider."""
        path = urlsplit(request.path).path
        found = {
            "/.well-known/openid-configuration": self.configuration,
            "/authorize": self.authorize,
            "/token": self.token,
            "/userinfo": lambda _sent: (200, self.person, {}),
        }[path](sent)
        status, body, headers = found
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Type", "application/json")
        request.end_headers()
        request.wfile.write(json.dumps(body).encode())

    def configuration(self, _sent):
        return (
            200,
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            {},
        )

    def authorize(self, sent):
        """Send whoever stands here back with a code."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = sent["code_challenge"][0]
        query = urlencode({"code": code, "state": sent["state"][0]})
        return 302, {}, {"Location": f"{sent['redirect_uri'][0]}?{query}"}

    def token(self, sent):
        """Give a token for a code, once, to who has the secret and asked for that code."""
        challenge = self.codes.pop(sent["code"][0], None)
        digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        mine = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if challenge != mine or sent["client_secret"][0] != SECRET:
            return 400, {"error": "invalid_grant"}, {}
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person}
        id_token = jwt.encode(claims, "k" * 32, algorithm="HS256")
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": id_token}, {}
