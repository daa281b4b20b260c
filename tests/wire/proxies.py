"""A small X that counts what arrives, and the proxies that may lead to it, with each fault of the way."""

from __future__ import annotations

import contextlib
import datetime
import http.server
import ipaddress
import itertools
import json
import re
import selectors
import socket
import ssl
import struct
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAME = "api.test"
_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
LONG = 20  # seconds that nothing here takes; a failure ends by it rather than never


class Authority:
    """A certificate authority and the certificates that it gives, as files."""

    def __init__(self, folder, name="xauth_nb tests"):
        self._folder, self._numbers = folder, itertools.count()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._mark = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        made = self._builder(self._name, self._key, -1, 1).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        usage = dict.fromkeys(_USAGES, False) | {"key_cert_sign": True, "crl_sign": True}
        made = made.add_extension(x509.KeyUsage(**usage), critical=True).add_extension(self._mark, critical=False)
        self.certificate = made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self.certificate)

    def _builder(self, subject, key, start, end):
        now = datetime.datetime.now(datetime.timezone.utc)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + datetime.timedelta(days=start))
            .not_valid_after(now + datetime.timedelta(days=end))
        )

    def context(self, *names, start=-1, end=1):
        """Make a server's context with a certificate for these names, valid from and until so many days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "server")])
        known = [x509.DNSName(name) for name in names or (NAME,)]
        known += [] if names else [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        made = (
            self._builder(subject, key, start, end)
            .add_extension(x509.SubjectAlternativeName(known), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(self._mark), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = self._folder / f"server {next(self._numbers)}.pem"
        file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def reset(connection):
    """Drop a connection as a crashed machine does."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def hang_up(connection):
    """End it for whoever uses it, on any thread: an SSLSocket's own shutdown takes it apart under its reader."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def pipe(one, other):
    """Carry bytes both ways until one side ends; on one thread, since no TLS connection is for two."""
    with contextlib.suppress(OSError), selectors.DefaultSelector() as ears:
        ears.register(one, selectors.EVENT_READ, other)
        ears.register(other, selectors.EVENT_READ, one)
        while heard := ears.select(LONG):
            for key, _ in heard:
                data = key.fileobj.recv(65_536)
                if not data:
                    return
                key.data.sendall(data)


class Door:
    """Listens, and attends to each connection on a thread of its own."""

    def __init__(self, context=None):
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.context, self.seen, self._open = context, b"", []
        self._threads = [threading.Thread(target=self._serve)]

    def __enter__(self):
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        hang_up(self._door)
        self._threads[0].join(LONG)
        self._door.close()
        self.cut()
        for thread in self._threads[1:]:
            thread.join(LONG)

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection = self._door.accept()[0]
                connection.settimeout(LONG)
                self._open.append(connection)
                self._threads.append(threading.Thread(target=self._secured, args=(connection,)))
                self._threads[-1].start()

    def _secured(self, connection):
        with contextlib.suppress(OSError), contextlib.closing(connection):
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            with contextlib.closing(connection):
                self.attend(connection)

    def attend(self, connection):
        """Do what this server does."""
        raise NotImplementedError

    def read_head(self, connection):
        """Read as far as the empty line, and remember it. A stranger's greeting is none.

        A kernel that is gone may have had this port, and ZeroMQ, which begins with ``ff``, calls on it for a while.
        """
        head = b""
        while b"\r\n\r\n" not in head and (data := connection.recv(1)):
            if not head and data == b"\xff":
                return b""
            head += data
            self.seen += data
        return head

    def cut(self):
        """Drop every connection that stands."""
        for one in self._open:
            hang_up(one)


class Canned(Door):
    """Answers every request with the same bytes, or with what a function gives; may hang up after it."""

    def __init__(self, answer, context=None, *, hangs_up=False):
        super().__init__(context)
        self.answer, self.hangs_up, self.asked = answer, hangs_up, 0

    def attend(self, connection):
        while head := self.read_head(connection):
            self.asked += 1
            if re.search(rb"content-length: [1-9]", head.lower()):
                connection.recv(65_536)
            connection.sendall(self.answer() if callable(self.answer) else self.answer)
            if self.hangs_up:
                return


class Proxy(Door):
    """An HTTP proxy whose every way leads to one port of this machine. ``fault`` is how it fails.

    A status refuses CONNECT; ``silent`` never answers; ``closes`` hangs up; ``no handshake`` opens the
    way and hangs up.
    """

    def __init__(self, target=None, fault=None, context=None):
        super().__init__(context)
        self.target, self.fault = target, fault

    def attend(self, connection):
        head = self.read_head(connection)
        if self.fault == "silent":
            connection.recv(1)
        elif isinstance(self.fault, int):
            connection.sendall(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % self.fault)
        elif self.fault != "closes" and head:
            self._lead(connection, head)

    def _lead(self, connection, head):
        if head.startswith(b"CONNECT"):
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            head = b""
        if self.fault == "no handshake":
            return
        with socket.create_connection(("127.0.0.1", self.target), timeout=LONG) as server:
            self._open.append(server)
            if head:
                method, address, rest = head.split(b" ", 2)
                server.sendall(b" ".join([method, b"/" + address.split(b"/", 3)[3], rest]))
            pipe(connection, server)


class Socks(Proxy):
    """A SOCKS5 proxy (RFC 1928); its faults are ``password``, ``refuses``, and those of the other."""

    def attend(self, connection):
        count = self._read(connection, 2)[1]
        self._read(connection, count)
        if self.fault == "silent":
            connection.recv(1)
        elif self.fault == "password":
            connection.sendall(b"\x05\xff")
            connection.recv(1)  # the other side hangs up
        elif self.fault != "closes":
            connection.sendall(b"\x05\x00")
            kind = self._read(connection, 4)[3]
            self._read(connection, {1: 4, 4: 16}.get(kind) or self._read(connection, 1)[0])
            self._read(connection, 2)
            connection.sendall(b"\x05%c\x00\x01\x00\x00\x00\x00\x00\x00" % (5 if self.fault == "refuses" else 0))
            if self.fault == "refuses":
                connection.recv(1)
            if self.fault not in ("refuses", "no handshake"):
                with socket.create_connection(("127.0.0.1", self.target), timeout=LONG) as server:
                    self._open.append(server)
                    pipe(connection, server)

    def _read(self, connection, count):
        data = b""
        while len(data) < count:
            piece = connection.recv(count - len(data))
            if not piece:
                raise ConnectionError("closed")
            data += piece
        self.seen += data
        return data


class Front(Door):
    """Opens TLS, and hands what comes to a plain server."""

    def __init__(self, target, context):
        super().__init__(context)
        self.target = target

    def attend(self, connection):
        with socket.create_connection(("127.0.0.1", self.target), timeout=LONG) as server:
            self._open.append(server)
            pipe(connection, server)


class Origin:
    """A small X: tweets, likes and a timeline; counts what arrives, and fails as it is told.

    ``faults`` holds what happens to the next requests that are no reading: ``reset before``, ``reset after``, ``close
    after``, ``half after``, ``hang after``, ``503``, ``502 after``, or a function to call after acting.
    """

    def __init__(self, context=None):
        self.tweets, self.likes, self.arrived, self.faults = {}, set(), [], []
        self.spoiled = "POST", "DELETE"
        self._numbers = itertools.count(2_000_000_000_000_000_000)
        self._over = threading.Event()
        handler = type("Handler", (_Handler,), {"origin": self})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        if context:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._server.handle_error = lambda *_: None
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._server.shutdown()
        self._thread.join(LONG)
        self._server.server_close()

    def act(self, method, path, body):
        """Do what X does, and say it."""
        parts = path.partition("?")[0].strip("/").split("/")
        if parts == ["2", "tweets"]:
            id = str(next(self._numbers))
            self.tweets[id] = body["text"]
            return 201, {"data": {"id": id, "text": body["text"]}}
        if parts[:2] == ["2", "tweets"]:
            if self.tweets.pop(parts[2], None) is None:
                return 404, {"title": "Not Found Error", "detail": "Could not find tweet", "status": 404}
            return 200, {"data": {"deleted": True}}
        if parts[-1] == "tweets":
            found = [{"id": id, "text": text} for id, text in sorted(self.tweets.items(), reverse=True)]
            return 200, {"data": found, "meta": {"result_count": len(found)}} if found else {
                "meta": {"result_count": 0}
            }
        if "likes" in parts and method == "POST":
            self.likes.add(body["tweet_id"])
            return 200, {"data": {"liked": True}}
        return 200, {"data": {"id": "1", "username": "ada", "name": "Ada"}}


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    origin: Origin
    timeout = LONG

    def do_GET(self):
        origin = self.origin
        self.path = re.sub(r"^http://[^/]*", "", self.path)  # as a proxy may leave it
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        origin.arrived.append((self.command, self.path))
        fault = origin.faults.pop(0) if origin.faults and self.command in origin.spoiled else None
        if fault == "reset before":
            return self._drop()
        status, answer = origin.act(self.command, self.path, body) if fault != "503" else (503, {"status": 503})
        if callable(fault):
            fault()
        elif fault == "reset after":
            return self._drop()
        elif fault == "hang after":
            origin._over.wait(LONG)
        elif fault == "502 after":
            status, answer = 502, {"status": 502}
        data = json.dumps(answer).encode()
        self.close_connection = self.close_connection or fault is not None
        if fault == "close after":
            return None
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if fault == "half after" else data)
        return None

    def do_POST(self):
        self.do_GET()

    def do_DELETE(self):
        self.do_GET()

    def _drop(self):
        self.close_connection = True
        reset(self.connection)

    def log_message(self, *_):
        pass
