"""A lean X for measurements, in a process of its own: canned answers, every signature verified by hand.

It is not the sandbox: it knows five calls, spends as little as it can on each, so that the client is what is measured,
and adds the latency that it is told to. Prints one line of JSON with its address, and serves until its input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import datetime
import gzip
import hashlib
import hmac
import ipaddress
import json
import random
import re
import ssl
import sys
import tempfile
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote

KEY, SECRET = "benchkey", "bench-consumer-secret"
REQUEST_TOKEN, REQUEST_SECRET, PIN = "request-token", "request-token-secret", "0123456"
TOKEN, TOKEN_SECRET = "42-access-token", "access-token-secret"
EPOCH = 1_288_834_974_657
HEADERS = (
    "".join(
        f"{name}: {value}\r\n"
        for name, value in {
            "cache-control": "no-cache, no-store, must-revalidate, pre-check=0, post-check=0",
            "x-access-level": "read-write",
            "x-rate-limit-limit": "90000",
            "x-rate-limit-remaining": "89999",
            "x-rate-limit-reset": "1999999999",
            "x-response-time": "21",
            "x-transaction-id": "0123456789abcdef",
            "api-version": "2.159",
            "content-disposition": "attachment; filename=json.json",
            "x-frame-options": "SAMEORIGIN",
            "x-xss-protection": "0",
            "x-content-type-options": "nosniff",
            "strict-transport-security": "max-age=631138519",
            "server": "envoy",
            "set-cookie": "guest_id=v1%3A1; Max-Age=63072000; Path=/; Domain=.x.com; Secure; SameSite=None",
        }.items()
    )
    + "set-cookie: __cf_bm=0123456789abcdef; path=/; HttpOnly; Secure; SameSite=None\r\n"
)
WORDS = ("data", "chart", "model", "noise", "median", "error", "sample", "plot", "train", "rain", "orbit", "signal")


def timeline(count: int) -> tuple[list[int], list[bytes]]:
    """Invent an uneven timeline: quiet weeks, daily rhythm, and bursts of fifty in an hour; newest first."""
    dice = random.Random(5849)
    now = int(datetime.datetime(2026, 9, 16, tzinfo=datetime.timezone.utc).timestamp() * 1000)
    pace = 3_600_000 * min(1, 10_000 / count)  # milliseconds; many tweets have to fit into the years of X's ids
    ids, rows = [], []
    while len(ids) < count:
        burst = dice.random() < 0.02
        for _ in range(dice.randint(20, 60) if burst else 1):
            now -= int(dice.expovariate(1 / (60_000 if burst else pace * dice.choice((0.2, 1, 6)))))
            ids.append((now - EPOCH) << 22 | dice.randrange(1 << 22))
        if dice.random() < 0.01:
            now -= int(dice.randint(3, 20) * 24 * pace)
    ids = sorted(set(ids), reverse=True)[:count]
    rows = [json.dumps(_tweet(dice, one), separators=(",", ":")).encode() for one in ids]
    return ids, rows


def _tweet(dice: random.Random, id: int) -> dict[str, object]:
    text = " ".join(dice.choice(WORDS) for _ in range(dice.randint(8, 28)))
    tag = dice.choice(WORDS)
    when = datetime.datetime.fromtimestamp(((id >> 22) + EPOCH) / 1000, datetime.timezone.utc)
    return {
        "id": str(id),
        "text": f"{text} #{tag} https://t.co/{dice.getrandbits(50):010x}",
        "author_id": "42",
        "conversation_id": str(id),
        "created_at": when.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "lang": "en",
        "possibly_sensitive": False,
        "reply_settings": "everyone",
        "edit_history_tweet_ids": [str(id)],
        "public_metrics": {
            "retweet_count": dice.randint(0, 99),
            "reply_count": dice.randint(0, 99),
            "like_count": dice.randint(0, 999),
            "quote_count": dice.randint(0, 9),
            "bookmark_count": dice.randint(0, 9),
            "impression_count": dice.randint(999, 99999),
        },
        "entities": {
            "hashtags": [{"start": len(text) + 1, "end": len(text) + 2 + len(tag), "tag": tag}],
            "urls": [
                {
                    "start": len(text) + 3 + len(tag),
                    "end": len(text) + 26 + len(tag),
                    "url": "https://t.co/0123456789",
                    "expanded_url": "https://example.org/" + tag,
                    "display_url": "example.org/" + tag,
                }
            ],
        },
    }


USER = {
    "id": "42",
    "name": "Ada Fields",
    "username": "ada",
    "created_at": "2009-06-19T09:30:00.000Z",
    "description": "I count things, then I doubt the count.",
    "verified": False,
    "protected": False,
    "public_metrics": {
        "followers_count": 4812,
        "following_count": 611,
        "tweet_count": 3300,
        "post_count": 3300,  # xdk's models ask for the newer name
        "listed_count": 143,
        "like_count": 12950,
        "media_count": 245,
    },
}


def percent(text: str) -> str:
    """RFC 5849 section 3.6."""
    return quote(text, safe="-._~")


class Verifier:
    """RFC 5849 section 3.4 by hand, and a count of what was right and wrong."""

    def __init__(self) -> None:
        self.right = self.wrong = 0
        self._nonces: set[str] = set()

    def check(self, scheme: str, method: str, target: str, headers: dict[str, str], body: bytes) -> bool:
        """Say whether the request is signed as it should be, with a nonce that was never used."""
        header = headers.get("authorization", "")
        given = {name: unquote(value) for name, value in re.findall(r'(oauth_\w+)="([^"]*)"', header)}
        path, _, query = target.partition("?")
        pairs = [(name, value) for name, value in given.items() if name != "oauth_signature"]
        pairs += parse_qsl(query, keep_blank_values=True)
        if "x-www-form-urlencoded" in headers.get("content-type", ""):
            pairs += parse_qsl(body.decode(), keep_blank_values=True)
        joined = "&".join(f"{name}={value}" for name, value in sorted((percent(n), percent(v)) for n, v in pairs))
        base = "&".join(percent(part) for part in (method, f"{scheme}://{headers['host']}{path}", joined))
        secret = {REQUEST_TOKEN: REQUEST_SECRET, TOKEN: TOKEN_SECRET}.get(dict(pairs).get("oauth_token", ""), "")
        expected = hmac.digest(f"{SECRET}&{secret}".encode(), base.encode(), "sha1")
        try:
            fits = hmac.compare_digest(base64.b64encode(expected).decode(), given["oauth_signature"])
            fits = fits and given["oauth_nonce"] not in self._nonces
            self._nonces.add(given["oauth_nonce"])
        except KeyError:
            fits = False
        self.right, self.wrong = self.right + fits, self.wrong + (not fits)
        return fits


class X:
    """The five calls."""

    def __init__(self, count: int) -> None:
        self.ids, self.rows = timeline(count)
        self.by_id = dict(zip(self.ids, self.rows, strict=True))
        self.verifier = Verifier()
        self.pages = self.connections = 0
        self._zipped: dict[bytes, bytes] = {}

    def answer(self, method: str, target: str, body: bytes) -> bytes:
        """Give the body for a call."""
        path, _, query = target.partition("?")
        asked = dict(parse_qsl(query))
        if path == "/oauth/request_token":
            found = f"oauth_token={REQUEST_TOKEN}&oauth_token_secret={REQUEST_SECRET}&oauth_callback_confirmed=true"
            return found.encode()
        if path == "/oauth/access_token":
            return f"oauth_token={TOKEN}&oauth_token_secret={TOKEN_SECRET}&user_id=42&screen_name=ada".encode()
        if path == "/2/users/me" or path.startswith("/2/users/by/"):
            return json.dumps({"data": USER}).encode()
        if path == "/2/tweets":
            found = [
                self.by_id.get(int(one)) or self.rows[int(one) % len(self.rows)] for one in asked["ids"].split(",")
            ]
            return b'{"data":[' + b",".join(found) + b'],"includes":{"users":[' + json.dumps(USER).encode() + b"]}}"
        if path.endswith("/tweets"):
            return self._page(asked)
        if path == "/stats":
            seen = self.verifier
            numbers = {"right": seen.right, "wrong": seen.wrong, "pages": self.pages, "connections": self.connections}
            seen.right = seen.wrong = self.pages = self.connections = 0
            return json.dumps(numbers).encode()
        raise KeyError(path)

    def _page(self, asked: dict[str, str]) -> bytes:
        self.pages += 1
        size = int(asked.get("max_results", 10))
        newest = int(asked.get("until_id", self.ids[0] + 1))
        oldest = int(asked.get("since_id", 0))
        for name, edge in (("end_time", "newest"), ("start_time", "oldest")):
            if name in asked:
                when = datetime.datetime.fromisoformat(asked[name].replace("Z", "+00:00"))
                at = (int(when.timestamp() * 1000) - EPOCH) << 22
                newest, oldest = (min(newest, at), oldest) if edge == "newest" else (newest, max(oldest, at))
        newest = min(newest, int(asked["pagination_token"], 36)) if "pagination_token" in asked else newest
        chosen = [number for number, one in enumerate(self.ids) if oldest < one < newest]
        shown = chosen[:size]
        meta: dict[str, object] = {"result_count": len(shown)}
        if shown:
            meta |= {"newest_id": str(self.ids[shown[0]]), "oldest_id": str(self.ids[shown[-1]])}
        if len(chosen) > size:
            meta["next_token"] = _base36(self.ids[shown[-1]])
        data = b'"data":[' + b",".join(self.rows[number] for number in shown) + b"]," if shown else b""
        users = b'"includes":{"users":[' + json.dumps(USER).encode() + b"]}," if shown else b""
        return b"{" + data + users + b'"meta":' + json.dumps(meta).encode() + b"}"

    def zipped(self, body: bytes) -> bytes:
        """Compress, each answer once."""
        key = hashlib.md5(body, usedforsecurity=False).digest()
        if key not in self._zipped:
            self._zipped[key] = gzip.compress(body, 6, mtime=0)
        return self._zipped[key]


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


class Connection(asyncio.Protocol):
    """HTTP/1.1, as much of it as clients use."""

    def __init__(self, x: X, scheme: str, options: argparse.Namespace) -> None:
        self._x, self._scheme = x, scheme
        self._delay, self._setup, self._idle = options.delay / 1000, options.setup / 1000, options.idle / 1000
        self._answers = 0
        self._buffer = b""
        self._started = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._made = self._loop.time()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, rest = self._buffer.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            length = int(headers.get("content-length", 0))
            if len(rest) < length:
                return
            self._buffer = rest[length:]
            self._respond(first, headers, rest[:length])

    def _respond(self, first: str, headers: dict[str, str], body: bytes) -> None:
        method, target, _ = first.split(" ")
        if "://" in target:
            target = target.split("/", 3)[3]
        is_ours = not target.startswith("/stats")
        if not self._started and is_ours:
            self._x.connections += 1
        unsigned = is_ours and "authorization" not in headers
        if is_ours and not unsigned and not self._x.verifier.check(self._scheme, method, target, headers, body):
            status, content = "401 Unauthorized", b'{"title":"Unauthorized","status":401,"type":"about:blank"}'
        else:
            status, content = "200 OK", self._x.answer(method, target, body)
        extra = ""
        if "gzip" in headers.get("accept-encoding", "") and len(content) > 1000:
            content, extra = self._x.zipped(content), "content-encoding: gzip\r\n"
        kind = "text/html;charset=utf-8" if "/oauth/" in target else "application/json; charset=utf-8"
        reply = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(content)}\r\n{HEADERS}{extra}\r\n"
        # The round trips of a set-up begin with the connection, which may have been opened ahead.
        rest = 0.0 if self._started else max(self._setup - (self._loop.time() - self._made), 0)
        wait = self._delay + rest if is_ours else 0.0
        self._started = self._started or is_ours
        self._answers += 1
        self._loop.call_later(wait, self._transport.write, reply.encode("latin-1") + content)  # type: ignore[attr-defined]
        if self._idle:
            self._loop.call_later(wait + self._idle, self._hang_up, self._answers)

    def _hang_up(self, answers: int) -> None:
        if answers == self._answers:  # nothing was asked since
            self._transport.close()


def certificate(folder: Path) -> Path:
    """Make an authority and a certificate for 127.0.0.1; the authority's file is what clients should trust."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "xauth_nb benchmarks")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "authority.pem").write_bytes(pem)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + pem)
    return folder / "server.pem"


async def serve(options: argparse.Namespace) -> None:
    """Serve until the input ends."""
    x = X(options.tweets)
    context, trust = None, ""
    with tempfile.TemporaryDirectory(prefix="xauth_nb-bench-") as folder:
        if options.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate(Path(folder)))
            trust = str(Path(folder) / "authority.pem")
        scheme = "https" if options.tls else "http"
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Connection(x, scheme, options), "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        print(json.dumps({"base_url": f"{scheme}://127.0.0.1:{port}", "trust": trust}), flush=True)
        async with server:
            await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tweets", type=int, default=3200)
    parser.add_argument("--delay", type=float, default=0, help="milliseconds before each answer")
    parser.add_argument("--setup", type=float, default=0, help="milliseconds more before a connection's first answer")
    parser.add_argument(
        "--idle", type=float, default=0, help="milliseconds after an answer before it hangs up; 0 never"
    )
    parser.add_argument("--tls", action="store_true")
    asyncio.run(serve(parser.parse_args()))
