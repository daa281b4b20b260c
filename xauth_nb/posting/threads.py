"""Post a thread, each tweet once and in answer to the one before it; it goes on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError, XAuthError
from xauth_nb.face import Face
from xauth_nb.posting.content import Content, checked_key
from xauth_nb.posting.splitting import split_text
from xauth_nb.tweets import Tweet, Tweets
from xauth_nb.tweets.ids import time_of, tweet_id
from xauth_nb.tweets.render.words import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.posting.sending import Sender, Sent

__all__ = ["Threads"]


class Threads(Face):
    """Threads of tweets."""

    _sender: Sender

    def post_thread(
        self,
        texts: str | Sequence[str],
        *,
        reply_to: Tweet | str | int | None = None,
        numbered: bool = False,
        once: bool = True,
        key: str | None = None,
    ) -> Tweets:
        """Post several tweets, each in answer to the one before it.

        Each is noted in :attr:`ledger` by itself. So a thread that failed in the middle, or whose kernel was killed,
        goes on exactly there when the cell is run again, and a thread that is complete is returned as it stands.

        Parameters
        ----------
        texts : str or sequence of str
            The tweets, or one long text, which is split at the ends of paragraphs, sentences or words.
        reply_to : Tweet, str or int, optional
            What the first tweet answers.
        numbered : bool, optional
            End each tweet with its number, as in ``2/7``.
        once : bool, optional
            ``False`` posts all of it in any case, and does not go on where it stopped.
        key : str, optional
            A name for the thread, as in :meth:`post_tweet`.

        Returns
        -------
        Tweets
            In the order of the thread.

        Raises
        ------
        UsageError
            If there is no text, or one of them cannot be a tweet; nothing is sent.
        XAuthError
            As :meth:`post_tweet` raises; its message says how far the thread came.

        Examples
        --------
        >>> len(x.post_thread(["First", "Second", "Third"]))
        3
        """
        parts = _parts(texts, numbered)
        checked_key(key)
        before = None if reply_to is None else tweet_id(reply_to)
        sent: list[Sent] = []
        for number, part in enumerate(parts, 1):
            content = Content.checked(part, reply_to=before)
            try:
                sent.append(self._sender.send(content, once=once, key=key and f"{key} #{number}"))
            except XAuthError as error:
                raise _stopped(error, sent, len(parts), once=once) from None
            before = sent[-1].tweet.id
        _say(sent)
        return Tweets([one.tweet for one in sent])


def _parts(texts: str | Sequence[str], numbered: bool) -> list[str]:
    """Split a long text, number a list, and check every part before the first is sent."""
    if isinstance(texts, str):
        parts = split_text(texts, numbered=numbered)
    else:
        parts = list(texts)
        for part in parts:
            Content.checked(part)
        if numbered and len(parts) > 1:
            parts = [f"{part} {number}/{len(parts)}" for number, part in enumerate(parts, 1)]
    if not parts:
        raise UsageError("The thread has no tweets.", remedy="Pass a list of texts, or one long text.")
    for part in parts:
        Content.checked(part)
    return parts


def _stopped(error: XAuthError, sent: list[Sent], total: int, *, once: bool) -> XAuthError:
    """Say in an error how far the thread came. The error stays the same."""
    if sent:
        last = sent[-1].tweet
        error.message = (
            f"{len(sent)} of the thread's {total} tweets are posted, the last is {last.url}. The next failed: "
            f"{error.message}"
        )
        if once:
            error.remedy = f"{error.remedy} Running the cell again goes on there."
        else:
            error.remedy = f"{error.remedy} x.post_thread(the rest, reply_to={last.id!r}) goes on there."
    return error


def _say(sent: list[Sent]) -> None:
    """Tell the person in one line what was not sent now."""
    there = [one for one in sent if one.how != "sent"]
    url = sent[0].tweet.url
    if len(there) == len(sent):
        when = moment(time_of(sent[0].tweet.id))
        print(f"The thread was posted already on {when}, so nothing was sent now: {url}")  # noqa: T201 - as `say`
    elif there:
        print(f"{len(there)} of {len(sent)} tweets were posted already, the others were sent now: {url}")  # noqa: T201 - as `say`
