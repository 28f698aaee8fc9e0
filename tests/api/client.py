"""A small client of the API on Django's test client; %2F in a path stays apart from / as on a real
server.
"""

import json

from django.test import Client


class Api:
    """The API as one user sees it; without token, as a stranger does."""

    def __init__(self, token=None):
        self.client = Client(raise_request_exception=False)
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}

    def call(
        self,
        method,
        path,
        body=None,
        *,
        raw=None,
        language=None,
        if_match=None,
        key=None,
        content_type="application/json",
    ):
        """One request; the response as it is. `raw` is a body sent as it stands."""
        headers = dict(self.headers)
        if language:
            headers["HTTP_ACCEPT_LANGUAGE"] = language
        if if_match is not None:
            headers["HTTP_IF_MATCH"] = f'"{if_match}"' if isinstance(if_match, int) else if_match
        if key:
            headers["HTTP_IDEMPOTENCY_KEY"] = key
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        path = path if path.startswith("/api") else f"/api/v1{path}"
        return self.client.generic(
            method, path, data, content_type=content_type, REQUEST_URI=path, **headers
        )

    def ok(self, method, path, body=None, **more):
        """One request that must succeed; its JSON."""
        response = self.call(method, path, body, **more)
        assert 200 <= response.status_code < 300, response.content.decode()
        return response.json() if response.content else None

    def refused(self, status, method, path, body=None, **more):
        """One request that must be refused with this status; its problem document."""
        response = self.call(method, path, body, **more)
        assert response.status_code == status, (response.status_code, response.content.decode())
        assert response["Content-Type"] == "application/problem+json"
        return response.json()
