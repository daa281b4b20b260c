"""What stands in the way, told as it is: each cause in its own words, nothing raw, nothing sent, no password shown."""

from __future__ import annotations

import pickle
import socket
import traceback
from pathlib import Path

import pytest
import requests
from proxies import NAME, Authority, Canned, Origin, Proxy, Socks

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints, X
from xauth_nb.errors import LoginUnavailableError, ServerError, TransportError, UsageError, XAuthError
from xauth_nb.oauth.exchange import Exchange
from xauth_nb.sandbox import Sandbox
from xauth_nb.session import XSession

CLIENT, TOKEN = ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret", "1", "ada")
PASSWORD = "s3cret-of-the-proxy"
FAR = Endpoints.at(f"https://{NAME}")
ASKS = {
    "me": lambda x: x.me(),
    "post_tweet": lambda x: x.post_tweet("Once"),
    "raw": lambda x: x.get("/2/users/me"),
    "send": lambda x: x.send(x.prepare_request(requests.Request("GET", x.endpoints.url("/2/users/me")))),
}
each_call = pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)


@pytest.fixture
def told(opened):
    """Ask at an endpoint, and give the error; whatever it shows, no password is in it."""

    def ask_and_catch(ask, endpoints=FAR, patience=2):
        x = opened(XSession(CLIENT, TOKEN, endpoints=endpoints))
        x.timeout, x.sleep = (patience, patience), lambda _: None
        with pytest.raises(XAuthError) as caught:
            ask(x)
        error = caught.value
        verbose = traceback.TracebackException.from_exception(error, capture_locals=True)
        shown = "".join(verbose.format()) + repr(error) + repr(vars(x))
        assert PASSWORD not in shown
        assert isinstance(error, requests.RequestException)
        assert pickle.loads(pickle.dumps(error)).message == error.message
        assert error.remedy
        return error

    return ask_and_catch


BUNDLES = {
    "missing": (None, "does not exist", OSError),
    "empty": (b"", "holds no certificate", requests.exceptions.SSLError),
    "binary": (bytes(range(256)) * 9, "holds no certificate", requests.exceptions.SSLError),
    "no certificate": (
        b"-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n",
        "PEM",
        requests.exceptions.SSLError,
    ),
}


@each_call
@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
@pytest.mark.parametrize("bundle", BUNDLES)
def test_a_bundle_that_cannot_be_used_is_named_with_its_path(told, monkeypatch, tmp_path, ask, variable, bundle):
    data, words, kind = BUNDLES[bundle]
    path = tmp_path / "authorities.pem"
    if data is not None:
        path.write_bytes(data)
    monkeypatch.setenv(variable, str(path))
    error = told(ask)
    assert f"{variable}={path}" in error.message
    assert words in error.message
    assert isinstance(error, kind)
    assert error.is_unsent


def test_a_bundle_that_is_given_by_hand_is_told_as_such_and_a_path_counts(told, opened, authority):
    error = told(lambda x: x.get("/2/users/me", verify="/nowhere.pem"))
    assert "verify=/nowhere.pem" in error.message
    server = opened(Origin(authority.context()))
    x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"https://127.0.0.1:{server.port}")))
    assert x.get("/2/users/me", verify=Path(authority.file)).ok


ADDRESSES = {
    "no version of SOCKS": (f"socks://user:{PASSWORD}@127.0.0.1:9", "socks5h://"),
    "a stray percent sign": (f"http://user:{PASSWORD}%zz@127.0.0.1:port", "%25"),
    "a letter outside latin-1": (f"http://user:{PASSWORD}€@127.0.0.1:9", "%XX"),
    "a slash in the password": (f"http://user:{PASSWORD}/x@127.0.0.1:9", "%XX"),
    "no host": ("http://", "host:port"),
    "an odd scheme": (f"gopher://user:{PASSWORD}@127.0.0.1:9", "http://host:port"),
    "a broken bracket": (f"http://user:{PASSWORD}@[::1:9", "host:port"),
}


@each_call
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_proxys_address_that_cannot_be_used_is_named_without_its_password(told, monkeypatch, ask, address):
    value, words = ADDRESSES[address]
    monkeypatch.setenv("ALL_PROXY", value)
    error = told(ask)
    assert "ALL_PROXY" in error.message
    assert words in error.remedy or "PySocks" in error.message
    assert error.is_unsent


@each_call
def test_socks_without_its_package_names_the_command(told, monkeypatch, ask):
    def missing(*_, **__):
        raise requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support.")

    monkeypatch.setattr("requests.adapters.SOCKSProxyManager", missing)
    monkeypatch.setenv("https_proxy", f"socks5h://user:{PASSWORD}@127.0.0.1:9")
    error = told(ask)
    assert "pip install 'requests[socks]'" in error.remedy
    assert "socks5h://127.0.0.1:9 (of https_proxy)" in error.message
    assert isinstance(error, requests.exceptions.InvalidSchema)
    assert error.is_unsent


REFUSALS = {
    407: (["user name and a password"], ["reached", "403"]),
    403: (["did not open the way", "403", "not allowed"], ["password", "reached"]),
    502: (["did not open the way", "502"], ["password"]),
    "dead": (["cannot be reached", "nobody listens"], ["password", "status"]),
    "silent": (["in time"], ["password", "nobody listens"]),
    "closes": (["closed at once"], ["password", "nobody listens"]),
}


@each_call
@pytest.mark.parametrize("fault", REFUSALS)
def test_each_way_of_a_proxy_to_fail_has_its_own_sentence(told, opened, monkeypatch, authority, ask, fault):
    there, not_there = REFUSALS[fault]
    proxy = opened(Proxy(0, fault))
    if fault == "dead":
        proxy.__exit__()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:{PASSWORD}@127.0.0.1:{proxy.port}")
    error = told(ask, patience=0.3 if fault == "silent" else 20)
    assert f"http://127.0.0.1:{proxy.port} (of HTTPS_PROXY)" in error.message
    assert all(words in error.message for words in there)
    assert not any(words in error.message for words in not_there)
    assert isinstance(error, requests.ConnectionError | requests.Timeout)
    assert isinstance(error, requests.exceptions.ProxyError) or fault in ("silent", "closes")
    assert error.is_unsent


CERTIFICATES = {
    "not yet valid": ({"start": 1, "end": 2}, ["clock", "not valid yet"]),
    "expired": ({"start": -2, "end": -1}, ["clock", "expired"]),
    "another name": ({}, ["another name"]),
    "unknown authority": ({}, ["does not name", "REQUESTS_CA_BUNDLE="]),
}


@each_call
@pytest.mark.parametrize("way", ["direct", "tunnel"])
@pytest.mark.parametrize("fault", CERTIFICATES)
def test_a_certificate_is_told_by_what_is_wrong_with_it(
    told, opened, monkeypatch, authority, tmp_path, ask, way, fault
):
    validity, words = CERTIFICATES[fault]
    signer = Authority(tmp_path, "strange") if fault == "unknown authority" else authority
    context = signer.context("other.test", **validity) if fault == "another name" else signer.context(**validity)
    server = opened(Origin(context))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    endpoints = Endpoints.at(f"https://127.0.0.1:{server.port}")
    if way == "tunnel":
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{opened(Proxy(server.port)).port}")
        endpoints = FAR
    error = told(ask, endpoints)
    assert all(word in error.message for word in words)
    if "clock" in words:
        assert error.remedy.startswith("Compare this machine's clock first")
        assert error.message.index("clock") < error.message.index("certificate")
    assert isinstance(error, requests.exceptions.SSLError)
    assert error.is_unsent
    assert not server.arrived


def test_an_authority_that_is_added_to_the_file_counts_at_the_next_call(told, opened, monkeypatch, authority, tmp_path):
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(Authority(tmp_path, "strange").certificate)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    server = opened(Origin(authority.context()))
    x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"https://127.0.0.1:{server.port}")))
    with pytest.raises(requests.exceptions.SSLError):
        x.me()
    with bundle.open("ab") as file:
        file.write(authority.certificate)
    assert x.me().username == "ada"


PAGE = b"<!DOCTYPE html>\n<html><head><title>Access &amp; denied</title></head><body>Blocked by policy</body></html>"


@pytest.mark.parametrize("status", [200, 302, 401, 403, 404, 451, 511])
@pytest.mark.parametrize("ask", [lambda x: x.me(), lambda x: x.post_tweet("Once"), lambda x: x.timeline(limit=5)])
def test_a_block_page_inside_tls_is_somebody_elses_and_is_quoted(opened, monkeypatch, authority, ask, status):
    """A proxy that opens TLS with an authority of its own, which the machine trusts."""
    head = f"HTTP/1.1 {status} Blocked\r\nContent-Type: text/html\r\nContent-Length: {len(PAGE)}\r\n\r\n".encode()
    page = opened(Canned(head + PAGE, authority.context()))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{opened(Proxy(page.port)).port}")
    x = opened(XSession(CLIENT, TOKEN, endpoints=FAR))
    x.sleep = lambda _: None
    with pytest.raises(ServerError) as caught:
        ask(x)
    assert "Somebody between here and X" in caught.value.message
    assert "“Access & denied”" in caught.value.message
    assert "X refuses" not in str(caught.value)
    assert "try again" not in str(caught.value).lower()


LOOPBACK = ["127.0.0.1", "localhost"]


@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize("host", LOOPBACK)
def test_practice_never_goes_through_a_proxy(opened, monkeypatch, variable, host):
    proxy = opened(Proxy(0))
    monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
    with Sandbox() as sb:
        endpoints = Endpoints.at(sb.endpoints.base_url.replace("127.0.0.1", host))
        x = opened(XSession(sb.client, sb.sign_in("ada"), endpoints=endpoints))
        assert x.me().username == "ada"
        assert x.post_tweet("Only here").text == "Only here"
    assert proxy.seen == b""


def test_a_proxy_that_is_given_by_hand_is_used_all_the_same(opened):
    server = opened(Origin())
    proxy = opened(Proxy(server.port))
    x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"http://127.0.0.1:{server.port}")))
    x.proxies["http"] = f"http://127.0.0.1:{proxy.port}"
    assert x.me().username == "ada"
    assert b"/2/users/me" in proxy.seen


@pytest.mark.parametrize("fault", ["password", "refuses", "silent", "closes"])
def test_a_socks_proxy_says_what_it_says(told, opened, monkeypatch, fault):
    pytest.importorskip("socks", reason="the way through a SOCKS proxy needs PySocks")
    proxy = opened(Socks(0, fault))
    monkeypatch.setenv("ALL_PROXY", f"socks5h://127.0.0.1:{proxy.port}")
    patience = 0.3 if fault == "silent" else 20
    error = told(ASKS["me"], patience=patience)
    try:
        raise KeyError("another failure, after which a person asks again")
    except KeyError:  # Python then notes this one behind what PySocks raises, and not the proxy's answer
        assert told(ASKS["me"], patience=patience).message == error.message
    words = {"password": "password", "refuses": "refused", "silent": "in time", "closes": "no way"}[fault]
    assert words in error.message
    assert f"socks5h://127.0.0.1:{proxy.port} (of ALL_PROXY)" in error.message
    assert error.is_unsent


def test_the_pin_is_printed_by_no_debug_level_of_http_client(opened, monkeypatch, capfd):
    server = opened(Origin())
    monkeypatch.setattr("http.client.HTTPConnection.debuglevel", 1)
    x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"http://127.0.0.1:{server.port}")))
    x.post("/oauth/access_token", headers={"X-Pin": "0123456"}, json={})
    assert "0123456" not in "".join(capfd.readouterr())


class Mine(requests.adapters.HTTPAdapter):
    """Somebody's own adapter."""

    used = 0

    def send(self, *args, **kwargs):
        self.used += 1
        return super().send(*args, **kwargs)


@pytest.mark.parametrize(
    ("prefix", "used"), [("http://", 1), ("http://127.0.0.1", 1), ("https://", 0), ("http://x", 0)]
)
def test_an_adapter_that_is_mounted_for_our_server_is_used(opened, prefix, used):
    server, mine = opened(Origin()), Mine()
    x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"http://127.0.0.1:{server.port}")))
    x.mount(prefix, mine)
    assert x.me().username == "ada"
    assert mine.used == used


@pytest.mark.parametrize("is_there", [True, False])
def test_an_adapter_of_the_users_own_proves_little_and_no_more_is_said(opened, is_there):
    server = opened(Origin() if is_there else Proxy(0))
    x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"http://127.0.0.1:{server.port}")))
    x.mount("http://", Mine())
    server.faults = ["reset after"]
    if not is_there:
        server.__exit__()
    with pytest.raises(TransportError) as caught:
        x.post("/2/tweets", json={"text": "a"})
    assert caught.value.is_unsent is not is_there


def test_a_lost_answer_is_in_doubt_whatever_was_being_handled_when_it_was_lost(opened):
    """What Python notes as the context of an error may be another request that found nobody."""
    server, gone = opened(Origin()), opened(Proxy(0))
    gone.__exit__()
    for adapter in (None, Mine()):
        x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"http://127.0.0.1:{server.port}")))
        x.mount("http://", adapter) if adapter else None
        server.faults = ["reset after"]
        try:
            requests.get(f"http://127.0.0.1:{gone.port}", timeout=5)
        except requests.ConnectionError:
            with pytest.raises(TransportError) as caught:
                x.post("/2/tweets", json={"text": "a"})
        assert not caught.value.is_unsent
        assert "nobody listens" not in caught.value.message


def test_an_adapter_that_repeats_by_itself_proves_nothing_by_its_last_failure(opened):
    gone = opened(Proxy(0))
    gone.__exit__()
    x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"http://127.0.0.1:{gone.port}")))
    x.mount("http://", Mine(max_retries=1))
    with pytest.raises(TransportError) as caught:
        x.post("/2/tweets", json={"text": "a"})
    assert not caught.value.is_unsent


ODD = [
    "http://evil\\@own/",
    "https://evil\\@own/",
    "https://own\\@evil/",
    "https://own\\.evil/",
    "http://u@own/",
    "https://ow%6e/",
]


@pytest.mark.parametrize("address", ODD)
def test_an_address_that_can_be_read_in_two_ways_is_refused_and_reaches_nobody(opened, address):
    mine, evil = Origin(), Origin()
    opened(mine), opened(evil)
    own, other = f"127.0.0.1:{mine.port}", f"localhost:{evil.port}"
    address = address.replace("own", own).replace("evil", other).replace("ow%6e", f"127.0.0.%31:{mine.port}")
    x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"http://{own}")))
    x.headers["X-Ours"] = "1"
    prepared = requests.Request("GET", f"http://{own}/").prepare()
    prepared.url = address
    for ask in (
        lambda: x.get(address),
        lambda: x.call("GET", address),
        lambda: x.send(prepared),
        lambda: x.prepare_request(requests.Request("GET", address)),
    ):
        with pytest.raises(UsageError, match="two ways"):
            ask()
    assert not mine.arrived
    assert not evil.arrived


@pytest.mark.parametrize("port", ["0", "00", "00000"])
def test_port_0_which_requests_leaves_out_is_refused(port):
    address = f"https://api.x.com:{port}/2/users/me"
    assert not X.owns(address)
    assert requests.Request("GET", address).prepare().url == "https://api.x.com/2/users/me"  # to X after all, unsigned
    with pytest.raises(UsageError, match="two ways"):
        X.url(address)
    assert X.url("https://api.x.com:00443/2") == "https://api.x.com/2"


WRONG = {
    "a header that is no text": {"headers": {"X": 1}},
    "a header with a line end": {"headers": {"X": "a\r\nb"}},
    "JSON that is none": {"json": {"a": float("nan")}},
    "a form that is none": {"data": 5},
    "a body that cannot be signed": {
        "data": iter([b"a"]),
        "headers": {"Content-Type": "application/x-www-form-urlencoded"},
    },
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_requests_refuses_to_prepare_is_a_usage_error_and_requests_own(opened, wrong):
    server = opened(Origin())
    x = opened(XSession(CLIENT, TOKEN, endpoints=Endpoints.at(f"http://127.0.0.1:{server.port}")))
    try:
        with requests.Session() as plain:
            plain.prepare_request(requests.Request("POST", f"{x.endpoints.base_url}/2/tweets", **wrong))
        theirs = XAuthError
    except Exception as error:
        theirs = type(error)
    with pytest.raises(UsageError) as caught:
        x.post("/2/tweets", **wrong)
    assert isinstance(caught.value, theirs)
    assert not server.arrived


@each_call
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nobody_listens_is_told_as_that_and_not_as_a_time_out(told, opened, ask, scheme):
    gone = opened(Proxy(0))
    gone.__exit__()
    error = told(ask, Endpoints.at(f"{scheme}://127.0.0.1:{gone.port}"))
    assert "nobody listens" in error.message
    assert "sandbox.use()" in error.remedy
    assert not isinstance(error, requests.Timeout)
    assert error.is_unsent


@each_call
def test_a_name_that_is_not_known_is_told_as_that(told, monkeypatch, ask):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    error = told(ask)
    assert "the name is not known" in error.message
    assert error.is_unsent


@pytest.mark.parametrize("status", [200, 403, 404])
def test_a_block_page_at_the_first_leg_of_a_sign_in_is_quoted_too(opened, status):
    head = f"HTTP/1.1 {status} Blocked\r\nContent-Length: {len(PAGE)}\r\n\r\n".encode()
    page = opened(Canned(head + PAGE))
    exchange = Exchange(CLIENT, endpoints=Endpoints.at(f"http://127.0.0.1:{page.port}"))
    with pytest.raises(LoginUnavailableError, match="Somebody between here and X") as caught:
        exchange.begin()
    assert "“Access & denied”" in caught.value.message
    exchange.session.close()
