"""node-twitter-api-v2 and oauth-1.0a, from npm: they sign in by PIN, upload, post, read and search at the sandbox."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INSTALL = "npm install --prefix tests/sandbox/node --no-save twitter-api-v2 oauth-1.0a"


@pytest.fixture(scope="module")
def node():
    """Find node and the two packages, which are no part of a checkout."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed here, so its clients are not tried")
    places = [os.environ.get("NODE_PATH", ""), str(HERE / "node" / "node_modules")]
    if not any(Path(place, "twitter-api-v2").is_dir() and Path(place, "oauth-1.0a").is_dir() for place in places):
        pytest.skip(f"node's clients of X are not installed here: {INSTALL}")
    return program, os.pathsep.join(filter(None, places))


@pytest.fixture
def person(sb):
    """Somebody with a browser: gets a request token, approves it, and says the PIN."""

    class Person(BaseHTTPRequestHandler):
        def do_GET(self):
            token = self.path.partition("?")[2]
            pin = sb.approve(sb.endpoints.authorize_url(token), "katherine").encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(pin)))
            self.end_headers()
            self.wfile.write(pin)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Person) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join(20)


def test_nodes_clients_sign_in_upload_post_and_read(sb, node, person):
    program, paths = node
    ran = subprocess.run(
        [program, str(HERE / "node" / "story.cjs"), sb.base_url, sb.client.key, sb.client.secret, person],
        env={**os.environ, "NODE_PATH": paths},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["name"] == "katherine"
    assert told["newest"] == told["posted"]
    assert told["found"] == 10
    assert told["refused"] == [400, "Your media IDs are invalid."]
    assert told["plain"] == [200, "katherine"]
    posted = sb.world.tweet(int(told["posted"]))
    assert "naïve & “quoted” ☃ ~ * ( )" in posted.text
    assert [media.kind for media in posted.media] == ["photo"]
