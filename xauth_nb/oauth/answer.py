"""Read what a person brings back from X's page: a PIN, the whole redirected address, or its query. Sends nothing.

X shows a PIN of about seven digits when the callback is ``oob``, and otherwise redirects to
``CALLBACK?oauth_token=…&oauth_verifier=…``, or ``CALLBACK?denied=…`` after Cancel (X's docs, "PIN-based OAuth" and
"Log in with X"; the ``denied`` form is observed).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from urllib.parse import parse_qs, unquote

from xauth_nb.credentials.secrecy import Discreet, Secret, clean_errors
from xauth_nb.errors import UsageError

__all__ = ["Answer", "is_cut", "parse_answer"]

_PARAMETER = re.compile(r"(?:^|[?&#])(?=(?:oauth_token|oauth_verifier|denied)=)")
_ESCAPED_AMPERSAND = re.compile(r"&(?:(?:amp|#38|#x26);)+|\\u0026", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(r"(?:oauth_token|oauth_verifier|denied)=3D")
_IN_ANOTHER_ADDRESS = re.compile(r"(?:oauth_token|oauth_verifier|denied)%3D", re.IGNORECASE)
_PIECE = re.compile(r"[A-Za-z0-9_.~%&=#/?:+-]+")
_PIN = re.compile(r"[0-9]{4,10}")
_VERIFIER = re.compile(r"[A-Za-z0-9_-]{16,128}")
_LONGEST = 4096
_WRAPPING = "<>\"'`,;:.!?…()[]{}“”„‘’«»*|"
_LENGTHS = {"oauth_token": 27, "denied": 27, "oauth_verifier": 32}
"""How long these are at X (observed): what tells a value that a line end has cut in two from a whole one."""
_MOST_PIECES = 6


class Answer(Discreet):
    """What came back. Slots and a constant repr, because the verifier is a secret until it is used.

    Attributes
    ----------
    verifier : str or None
        The PIN, or the verifier of a redirect; ``None`` after Cancel.
    request_token : str or None
        Which sign-in it answers, where the answer says so. A PIN does not.
    is_denied : bool
        Whether the person pressed Cancel.
    """

    __slots__ = ("_verifier", "is_denied", "request_token")
    _unlisted = frozenset({"verifier"})

    def __init__(self, verifier: str | None, request_token: str | None = None, *, is_denied: bool = False) -> None:
        self._verifier = Secret(verifier) if verifier else None
        self.request_token = request_token
        self.is_denied = is_denied

    @property
    def verifier(self) -> str | None:
        """What X calls ``oauth_verifier``."""
        return self._verifier.plain() if self._verifier else None

    def __repr__(self) -> str:
        return "Answer(…)"


def parse_answer(text: str) -> Answer:
    """Read an answer.

    Parameters
    ----------
    text : str
        ``4868795``, ``486 87 95``, ``http://127.0.0.1:8976/callback?oauth_token=…&oauth_verifier=…``, or only its
        query; words around an address are ignored.

    Returns
    -------
    Answer

    Raises
    ------
    UsageError
        If it is none of these. The text is never quoted.

    Examples
    --------
    >>> parse_answer(" 486-8795 ").verifier
    '4868795'
    >>> parse_answer("?denied=CE545gAAAAAAABtaAAABcbPlJBQ").is_denied
    True
    """
    __tracebackhide__ = True
    try:
        with clean_errors():
            return _read(text)
    finally:
        del text


def is_cut(text: str) -> bool:
    """Tell whether a text begins an address and does not end it: a terminal takes what is pasted line by line.

    Parameters
    ----------
    text : str
        The lines so far. Never quoted.

    Examples
    --------
    >>> is_cut("http://127.0.0.1:8976/callback?oauth_tok"), is_cut("4868795")
    (True, False)
    """
    __tracebackhide__ = True
    try:
        with clean_errors():
            return _is_cut(text)
    finally:
        del text


def _is_cut(text: str) -> bool:
    __tracebackhide__ = True
    if len(text) > _LONGEST or len(text.split()) >= _MOST_PIECES:
        return False
    address = _address_in(text)
    if address is None:
        return bool(re.match(r"https?:/?/?", text.strip(_WRAPPING + " \t\r\n")))
    return "/oauth/auth" not in address and not (_has_answer(address) and _is_whole(address))


def _read(text: str) -> Answer:
    __tracebackhide__ = True
    if len(text) > _LONGEST:
        raise UsageError(
            "That is far too long for a PIN or an address.",
            remedy="Copy only the PIN that X shows after Authorize app.",
        )
    address = _address_in(text)
    return _from_pin(text) if address is None else _from_address(address)


def _address_in(text: str) -> str | None:
    """Find the address, from its parameters on; ``None`` where there is none."""
    __tracebackhide__ = True
    written = [word for word in _as_written(text).split() if word.strip(_WRAPPING)]
    words = [word.strip(_WRAPPING) for word in written]
    place = next((place for place, word in enumerate(words) if _PARAMETER.search(word)), None)
    if place is None:  # a line end may have cut the name of each parameter
        words = written
        cut = (place for place, word in enumerate(words) if "?" in word)
        place = next((place for place in cut if _PARAMETER.search("".join(words[place : place + _MOST_PIECES]))), None)
    return None if place is None else _rejoined(words[place:])


def _as_written(text: str) -> str:
    """Undo what pages, mail programs and link checkers do to an address."""
    __tracebackhide__ = True
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    whole = re.sub(r"=[ \t]*\r?\n", "", text)
    if len(_QUOTED_PRINTABLE.findall(whole)) > 1:  # one alone may be a value that begins so
        text = whole.replace("=3D", "=")
    if _IN_ANOTHER_ADDRESS.search(text):
        text = unquote(text)
    return _ESCAPED_AMPERSAND.sub("&", text)


def _rejoined(words: list[str]) -> str:
    """Put an address together again that a line end has cut: the words after it belong to it if that makes it whole."""
    __tracebackhide__ = True
    pieces = [words[0], *itertools.takewhile(_PIECE.fullmatch, words[1:_MOST_PIECES])]
    joined = list(itertools.accumulate(pieces))
    answers = [address for address in joined if _has_answer(address)]
    return next(filter(_is_whole, answers), (answers or joined)[0])


def _has_answer(address: str) -> bool:
    values = _values(address)
    return bool(values.get("denied") or values.get("oauth_verifier"))


def _is_whole(address: str) -> bool:
    return all(len(value) == _LENGTHS[name] for name, value in _values(address).items() if name in _LENGTHS)


def _values(address: str) -> dict[str, str]:
    """Read the parameters. No parser of addresses is asked: some refuse a bracket that came with the text around."""
    __tracebackhide__ = True
    found = _PARAMETER.search(address)
    query = address[found.end() :].partition("#")[0] if found else ""
    return {name: values[-1].strip() for name, values in parse_qs(query).items()}


def _from_pin(text: str) -> Answer:
    __tracebackhide__ = True
    # People type what they see: full-width digits, a dash or a space in the middle. The PIN stays a string, because
    # it may begin with 0.
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if not character.isspace() and unicodedata.category(character) not in ("Pd", "Cf")
    ).strip(_WRAPPING)
    if not plain:
        raise UsageError(
            "Nothing was typed or pasted.",
            remedy="Open the link, press Authorize app, and paste what comes then: a PIN, or that page's address.",
        )
    if _PIN.fullmatch(plain):
        return Answer(plain)
    # A verifier copied out of the address of a redirect. Dashes were dropped above, so look at the text itself.
    bare, joined = text.strip().strip(_WRAPPING), "".join(text.split()).strip(_WRAPPING)
    if len(joined) == _LENGTHS["oauth_verifier"]:
        bare = joined
    if _VERIFIER.fullmatch(bare) and not bare.isalpha():
        return Answer(bare)
    raise UsageError(
        "That is not a PIN: X shows about seven digits after Authorize app.",
        remedy="Paste those digits, or the whole address of the page that X sent you to. The link above still works.",
    )


def _from_address(address: str) -> Answer:
    __tracebackhide__ = True
    values = _values(address)
    denied, token, verifier = (values.get(name) or None for name in ("denied", "oauth_token", "oauth_verifier"))
    if denied:
        return Answer(None, denied, is_denied=True)
    if not verifier:
        is_before = "/oauth/auth" in address
        raise UsageError(
            "That address has no oauth_verifier in it: it is the page from before Authorize app was pressed."
            if is_before
            else "That address has no oauth_verifier in it, so it was not copied whole.",
            remedy="Press Authorize app there, then paste the PIN, or the address of the page that follows."
            if is_before
            else "Copy the whole address of the page that X sent you to, as one line.",
        )
    return Answer(verifier, token)
