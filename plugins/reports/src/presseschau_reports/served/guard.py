"""Who may ask what: this machine, by the address that has the token, to read. The outermost layer, in front of everything else."""

import hmac

from attrs import field, frozen
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = frozenset({"GET", "HEAD"})
_MAX_ADDRESS = 8000
"""Bytes of a path with its query."""


@frozen
class Guard:
    """Lets through what reads, names this server as its host, comes from no other site, and knows the token.

    The host is compared with what the server listens on, port included, so that a name that a stranger points at the loopback address
    (DNS rebinding) is refused. There are no CORS headers: no other origin may read an answer.
    """

    app: ASGIApp = field(repr=False)
    hosts: frozenset[str]
    token: str = field(repr=False)
    policy: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *self._headers()]}
            await send(message)

        await (refusal or self.app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = [(name.lower(), value) for name, value in scope["headers"]]
        hosts = [value.decode("latin-1").lower() for name, value in headers if name == b"host"]
        origins = [value.decode("latin-1").lower() for name, value in headers if name == b"origin"]
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return PlainTextResponse("This server answers only under its own address.\n", 421)
        if any(origin != f"http://{hosts[0]}" for origin in origins):
            return PlainTextResponse("Other sites may not ask.\n", 403)
        if scope["method"] not in _METHODS:
            return PlainTextResponse("This server only reads.\n", 405, {"allow": "GET, HEAD"})
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _MAX_ADDRESS:
            return PlainTextResponse("The address is too long.\n", 414)
        first = scope["path"].split("/")[1:2]
        if not first or not hmac.compare_digest(first[0].encode("utf-8", "replace"), self.token.encode("ascii")):
            return PlainTextResponse("Not found. Open the whole address that presseschau open has printed.\n", 404)
        return None

    def _headers(self) -> list[tuple[bytes, bytes]]:
        return [
            (b"content-security-policy", self.policy.encode("ascii")),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"no-referrer"),
            (b"cache-control", b"no-store"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]
