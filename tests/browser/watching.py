"""What must never happen in a browser: errors in the console, requests to other hosts, the policy
offended, defects.
"""

_POLICY = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} forbids ${event.blockedURI} ${event.sample}`));"""
# What htmx says of an answer that nobody waits for any more, since a later choice took its place.
_TAKEN_BACK = ("htmx:afterRequest, [object", "htmx:sendAbort, [object")
# Where nothing leaves the machine, beside the product itself; the browser shows a PDF by pages of
# its own.
_HERE = ("data:", "blob:", "about:", "chrome://", "chrome-extension://")
# Lines about refusals, of the browser and of htmx; the answer itself is looked at, too.
_TOLD_TWICE = (
    "Failed to load resource: the server responded with a status of 4",
    "Response Status Error Code 4",
)


class Watch:
    """Looks on while somebody works in a browser, and remembers every trouble."""

    def __init__(self, context, address):
        self.troubles, self._address, self._expected = [], address, set()
        context.add_init_script(_POLICY)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.troubles.append(f"error: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def expect(self, *statuses):
        """Let these answers be: refusals that the story is about."""
        self._expected.update(statuses)

    def _said(self, message):
        if message.type == "error" and not message.text.startswith((*_TOLD_TWICE, *_TAKEN_BACK)):
            self.troubles.append(f"console: {message.text}")

    def _asked(self, request):
        if not request.url.startswith((self._address, *_HERE)):
            self.troubles.append(f"left the host: {request.url}")

    def _answered(self, response):
        if response.status >= 400 and response.status not in self._expected:
            self.troubles.append(f"{response.status}: {response.request.method} {response.url}")

    def assert_all_went_well(self):
        """Fail with all troubles so far, if there were any."""
        troubles, self.troubles = self.troubles, []
        assert not troubles, "\n".join(troubles)
