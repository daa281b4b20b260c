"""An X that answers as it is told, and the surfaces on which a person meets what went wrong."""

from __future__ import annotations

import html
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from xauth_nb.cli import main
from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.doctor import doctor
from xauth_nb.endpoints import Endpoints
from xauth_nb.login import login
from xauth_nb.notebook.widget import LoginWidget
from xauth_nb.session import XSession

KEY, SECRET = "abcdEFGHijklMNOPqrstUVWXy", "S" + "e7" * 24 + "t"
TOKEN, TOKEN_SECRET = "42-" + "aB3" * 12, "Kq9" * 15
CLIENT, ADA = ClientCredentials(KEY, SECRET), TokenCredentials(TOKEN, TOKEN_SECRET, "42", "ada")
ME = {"data": {"id": "42", "username": "ada", "name": "Ada"}}
USUAL = {
    "/oauth/request_token": (
        200,
        "oauth_token=CE545gAAAAAAABtaAAABcbPlJBQ&oauth_token_secret=s&oauth_callback_confirmed=true",
    ),
    "/2/users/me": (200, json.dumps(ME)),
    "/2/users/42/tweets": (200, '{"meta": {"result_count": 0}}'),
    "/2/tweets": (201, '{"data": {"id": "1445880548472328192", "text": "Once"}}'),
}
TEXT = "Once"


class TellingX:
    """A server on loopback: what stands in ``says`` comes before what it usually answers, ``None`` hangs up."""

    def __init__(self):
        self.says, self.headers, self.seen = {}, {}, []
        ours = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self):
                length = int(self.headers.get("content-length") or 0)
                self.rfile.read(length)
                path = self.path.partition("?")[0]
                ours.seen.append((self.command, path))
                answer = ours.says.get(path, USUAL.get(path, (404, "{}")))
                if answer is None:
                    self.close_connection = True
                    return
                status, body, *kind = answer
                self.send_response_only(status)
                for name, value in {
                    "Date": self.date_time_string(),
                    "x-access-level": "read-write",
                    **ours.headers,
                }.items():
                    self.send_header(name, value.now() if hasattr(value, "now") else value)
                self.send_header("Content-Type", *(kind or ["application/json"]))
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_POST = do_DELETE = do_HEAD = _serve

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def forget(self):
        self.says, self.headers = {}, {}
        self.seen.clear()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(20)

    @property
    def posts(self):
        return self.seen.count(("POST", "/2/tweets"))


class Told(NamedTuple):
    kind: object  # the error's name, the card's status, the exit code, or what the doctor says of a check
    words: str


def _called(call):
    try:
        call()
    except AssertionError:  # of the tests: somebody wanted to leave this machine
        raise
    except Exception as error:
        return Told(type(error).__name__, str(error))
    return Told("", "")


def on_login(place):
    return _called(lambda: login(**place.arguments))


def on_widget(place):
    try:
        card = LoginWidget(**place.arguments)
    except Exception as error:
        return Told(type(error).__name__, str(error))
    words = html.unescape(re.sub(r"<[^>]+>", " ", card._form._html["told"].value))
    told = Told(card.status, " ".join(words.split()))
    card.close()
    return told


def session_of(place):
    session = XSession(CLIENT, ADA, endpoints=Endpoints.from_environment(place.environ))
    session.sleep = lambda _: None
    session.patience = 0
    return session


def on_me(place):
    with session_of(place) as x:
        return _called(x.me)


def on_post(place):
    with session_of(place) as x:
        return _called(lambda: x.post_tweet(TEXT))


def on_doctor(place):
    report = doctor(timeout=20)
    return Told({check.name: check.status for check in report}, str(report))


def _timeless(text):
    """Leave numbers out: a second may have passed between two runs."""
    return re.sub(r"\d+", "#", text)


def on_command(place):
    place.capsys.readouterr()
    code = main(["whoami"])
    out, err = place.capsys.readouterr()
    as_json = main(["whoami", "--json"])
    json_out, json_err = place.capsys.readouterr()
    assert as_json == code
    assert (json_out, _timeless(json_err)) == ("", _timeless(err)) if code else json.loads(json_out)["account"]
    assert not re.search(r"\b(?:login|logout|accounts|doctor|use)\(", out + err), "a command speaks of calls"
    return Told(code, out + err)


SURFACES = {
    "login": on_login,
    "widget": on_widget,
    "me": on_me,
    "post": on_post,
    "doctor": on_doctor,
    "command": on_command,
}
