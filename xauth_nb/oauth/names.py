"""How people write an account's name, and the form in which names are compared. Knows no account."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["plain_name"]

_PAGE = re.compile(r"(?:https?://[^/\s]+|(?:www\.|mobile\.)?(?:x|twitter)\.com)/(?:#!/)?", re.IGNORECASE)


def plain_name(text: str) -> str:
    """Bring an account's name into the form in which names are compared: no "@", small letters.

    Parameters
    ----------
    text : str
        ``@ada``, ``Ada``, ``＠ada`` from an Asian keyboard, or the address of the profile.

    Examples
    --------
    >>> plain_name("https://x.com/Ada?lang=en")
    'ada'
    """
    plain = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf").strip()
    if page := _PAGE.match(plain):
        plain = re.split(r"[/?#]", plain[page.end() :])[0]
    return plain.removeprefix("@").lower()
