"""What people wrote, made fit for a page: escaped, cut at a word, and linked where the address is of the web."""

from __future__ import annotations

from urllib.parse import urlsplit

from xauth_nb.style.safe import clean, escape

__all__ = ["clean", "clip", "escape", "link", "safe_url"]


def clip(text: str, limit: int, lines: int) -> tuple[str, int]:
    """Shorten a text at a word's end.

    Returns
    -------
    tuple of str and int
        What is left, and how many characters were cut.
    """
    kept = "\n".join(text.split("\n", lines)[:lines])
    if len(kept) > limit:
        kept = kept[:limit]
        space = max(kept.rfind(" "), kept.rfind("\n"))
        if space > limit * 0.8:
            kept = kept[:space]
    kept = kept if len(kept) == len(text) else kept.rstrip()
    return kept, len(text) - len(kept)


def safe_url(url: str | None) -> str | None:
    r"""Return a web address as it is, and ``None`` for everything else.

    >>> safe_url("https://x.com/ada")
    'https://x.com/ada'
    >>> safe_url("java\nscript:alert(1)") is None
    True
    """
    if not url or clean(url) != url or any(char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def link(url: str | None, inner: str, style: str = "color:inherit;text-decoration:none") -> str:
    """Wrap HTML in a link that tells the other site nothing, or leave it as it is where there is no safe address.

    Parameters
    ----------
    url : str or None
    inner : str
        HTML, escaped already.
    style : str, optional
    """
    address = safe_url(url)
    if address is None:
        return inner
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer" style="{style}">{inner}</a>'
