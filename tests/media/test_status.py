"""What X may say of an upload, and what becomes of it: in how many requests, after how many seconds of waiting."""

from __future__ import annotations

import http.server
import json
import threading

import pytest

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import ApiError, ServerError, TransportError
from xauth_nb.session import XSession

SIZE = 0  # stands for the size of the file
DEAD = 503
BARRED = 403
GONE = 400


def said(state=None, *, size=None, **info):
    """The data of an answer; without a state no processing is told of."""
    data = {"id": "7", "media_key": "7_7", "expires_after_secs": 86400}
    if size is not None:
        data["size"] = size
    if state is not None or info:
        data["processing_info"] = {**({"state": state} if state else {}), **info}
    return data


DONE, BUSY = said("succeeded"), said("in_progress", check_after_secs=1)
UNCLEAR = said("uploading", check_after_secs=1)


class Script(http.server.BaseHTTPRequestHandler):
    """Answers each step as its list says, the last of it for ever."""

    protocol_version = "HTTP/1.1"
    answers: dict[str, list]
    asked: list[str]

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        step = "status" if self.command == "GET" else self.path.rsplit("/", 1)[-1]
        self.asked.append(step)
        script = self.answers.get(step, [said()])
        answer = script.pop(0) if len(script) > 1 else script[0]
        if answer is None:
            self.close_connection = True
            return
        status = answer if isinstance(answer, int) else 200
        body = json.dumps(
            {"data": answer} if status == 200 else {"title": "No", "detail": "No media", "status": status}
        )
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    do_GET = do_POST = _answer

    def log_message(self, *_):
        pass


@pytest.fixture
def scripted():
    """Start a server for a script; give a session that counts what it waits, and what the server was asked for."""
    opened = []

    def start(**answers):
        asked = []
        handler = type("OneScript", (Script,), {"answers": answers, "asked": asked})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        client = ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret")
        session = XSession(*client, endpoints=Endpoints.at(f"http://127.0.0.1:{server.server_port}"))
        session.waits = []
        session.sleep = session.waits.append
        opened.append((server, thread, session))
        return session, asked

    try:
        yield start
    finally:
        for server, thread, session in opened:
            session.close()
            server.shutdown()
            thread.join(20)
            server.server_close()


# finalize, STATUS, what comes of it, requests after the part, seconds at the most
TABLE = {
    "done at once": ([said()], [], None, 1, 0),
    "done, it says": ([DONE], [], None, 1, 0),
    "processing": ([BUSY], [BUSY, BUSY, DONE], None, 4, 3),
    "processing, then no word of it": ([BUSY], [said()], None, 2, 1),
    "one 503, never begun, no word": ([DEAD, BUSY], [said(), DONE], None, 4, 2),
    "one 503, never begun, no size": ([DEAD, DONE], [said(size=0), DONE], None, 3, 1),
    "one 503, never begun, a state of no meaning": ([DEAD, BUSY], [UNCLEAR, DONE], None, 4, 2),
    "one 503, never begun, refused STATUS": ([DEAD, DONE], [GONE, DONE], None, 3, 1),
    "one 503, begun all the same": ([DEAD, GONE], [BUSY, DONE], None, 3, 2),
    "lost, ended, and its end is refused twice": ([None, GONE], [said(size=SIZE)], None, 3, 1),
    "lost, not whole, and its end is refused": ([None, GONE], [said(size=5)], ApiError, 3, 1),
    "503 for ever, STATUS says nothing": ([DEAD], [said()], ServerError, 7, 7),
    "503 for ever, STATUS too": ([DEAD], [DEAD], ServerError, 9, 6),
    "dead": ([None], [None], TransportError, 9, 6),
    "barred": ([BARRED], [BARRED], ApiError, 1, 0),
    "barred while it looks": ([DEAD], [BARRED], ApiError, 2, 1),
    "failed": ([BUSY], [said("failed", error={"name": "InvalidMedia", "message": "Odd"})], ApiError, 2, 1),
    "failed without a reason": ([said("failed")], [], ApiError, 1, 0),
    "in progress with an error": ([BUSY], [said("in_progress", error={"message": "Odd"})], ApiError, 2, 1),
    "pending with an error of words": ([said("pending", error="Odd")], [], ApiError, 1, 0),
    "an error without a state": ([said(error={"name": "Odd"})], [], ApiError, 1, 0),
    "a state of no meaning": ([BUSY], [UNCLEAR], ServerError, 2, 1),
    "no state": ([said(check_after_secs=1)], [], ServerError, 1, 0),
    "no object": ([{**said(), "processing_info": ["odd"]}], [], ServerError, 1, 0),
    "gone while it is processed": ([BUSY], [GONE], ApiError, 2, 1),
    "dead while it is processed": ([BUSY], [DEAD], ServerError, 9, 5),
    "never done": ([BUSY], [BUSY], ServerError, 50, 930),
    "never done, and asks every minute": (
        [said("pending", check_after_secs=60)],
        [said("pending", check_after_secs=60)],
        ServerError,
        50,
        930,
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_every_answer_has_an_end(scripted, files, case):
    finalize, status, error, requests, seconds = TABLE[case]
    status = [{**one, "size": len(files.mp4)} if one == said(size=SIZE) and "twice" in case else one for one in status]
    x, asked = scripted(finalize=list(finalize), status=list(status) or [said()])
    if error is None:
        assert x.upload_media(files.mp4).id == "7"
    else:
        with pytest.raises(error) as caught:
            x.upload_media(files.mp4)
        assert "\n→ " in str(caught.value), "every error says what to do"
    asked = asked[asked.index("append") + 1 :]
    if seconds > 900:
        assert len(asked) <= requests
        assert 900 <= sum(x.waits) <= seconds
    else:
        assert (len(asked), asked.count("finalize") <= 4) == (requests, True), asked
        assert sum(x.waits) <= seconds * 1.5 + 4  # the session's own pauses are drawn by lot


def test_a_state_of_no_meaning_is_told_in_its_own_word(scripted, files):
    x, _ = scripted(finalize=[said("hologram\x1b[31m")])
    with pytest.raises(ServerError, match=r"“hologram\[31m”"):
        x.upload_media(files.mp4)


@pytest.mark.parametrize("fault", [DEAD, None])
@pytest.mark.parametrize("step", ["initialize", "append", "upload", "metadata"])
def test_a_dead_server_is_told_after_four_requests_and_the_next_run_needs_no_more(scripted, files, step, fault):
    x, asked = scripted(**{step: [fault]})
    content = files.png if step in ("upload", "metadata") else files.mp4
    for _ in range(2):
        asked.clear()
        x.waits.clear()
        with pytest.raises((ServerError, TransportError), match="No tweet was posted with it"):
            x.upload_media(content, alt_text="A plot")
        assert asked.count(step) == 4
        assert len(asked) <= 5
        assert sum(x.waits) == 7


def test_a_description_that_failed_is_all_that_is_sent_again(scripted, files):
    x, asked = scripted(metadata=[DEAD, DEAD, DEAD, DEAD, {"id": "7"}])
    with pytest.raises(ServerError):
        x.upload_media(files.png, alt_text="A plot")
    asked.clear()
    assert x.upload_media(files.png, alt_text="A plot").alt_text == "A plot"
    assert asked == ["metadata"]


def test_a_picture_that_is_processed_is_awaited_too(scripted, files):
    x, asked = scripted(upload=[BUSY], status=[BUSY, DONE])
    assert x.upload_media(files.png).id == "7"
    assert asked == ["upload", "status", "status"]
