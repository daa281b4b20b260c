"""Post a thread, each tweet once and in answer to the one before it; it goes on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import NotFoundError, UsageError, XAuthError
from xauth_nb.errors.warned import warn_user
from xauth_nb.face import Face
from xauth_nb.posting.content import checked_key
from xauth_nb.posting.deleting import delete, thread_ids
from xauth_nb.posting.draft import Draft
from xauth_nb.posting.media import only_ids, warn_of_ids
from xauth_nb.posting.permission import warn_of_access
from xauth_nb.posting.telling import other_content
from xauth_nb.posting.thread_draft import ThreadDraft
from xauth_nb.posting.thread_parts import check_lengths, parts_of
from xauth_nb.tweets import Tweet, Tweets
from xauth_nb.tweets.ids import time_of, tweet_id
from xauth_nb.tweets.render.words import moment
from xauth_nb.tweets.text import TWEET_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xauth_nb.costs import Meter
    from xauth_nb.ledger import Ledger
    from xauth_nb.media import Uploader
    from xauth_nb.posting.sending import Sender, Sent
    from xauth_nb.posting.thread_parts import Part

__all__ = ["Threads"]


class Threads(Face):
    """Threads of tweets."""

    _sender: Sender
    _uploader: Uploader
    _meter: Meter

    def post_thread(
        self,
        texts: str | Sequence[str | Mapping[str, object] | Draft],
        *,
        reply_to: Tweet | str | int | None = None,
        numbered: bool = False,
        once: bool = True,
        key: str | None = None,
    ) -> Tweets:
        """Post several tweets, each in answer to the one before it.

        Before the first is sent all of them are checked, counted and priced, and their media are uploaded. Each is
        noted in :attr:`ledger` by itself. So a thread that failed in the middle, or whose kernel was killed, goes on
        exactly there when the cell is run again, and a thread that is complete is returned as it stands.

        Parameters
        ----------
        texts : str, or sequence of str, Mapping or Draft
            The tweets, or one long text, which is split at the ends of paragraphs, sentences or words. A tweet with
            more than a text is a draft, or a dict such as ``{"text": "Look", "media": "plot.png", "alt_text": "…"}``,
            with the names of :meth:`post_tweet`.
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
            If there is no text, one of them cannot be a tweet of this account, or two say the same; nothing is sent.
        BudgetExceededError
            If the budget does not reach for all that is to be posted; nothing is sent.
        ForbiddenError
            If the token may only read; nothing is posted.
        XAuthError
            As :meth:`post_tweet` raises; its message says how far the thread came.

        Examples
        --------
        >>> len(x.post_thread(["First", "Second", "Third"]))
        3
        """
        parts, before = self._checked(texts, reply_to, numbered=numbered, key=key)
        warn_of_access(self.access)
        if once and key is None and (ids := only_ids([one for part in parts for one in part.media])):
            warn_user(warn_of_ids(ids))
        to_post = _not_posted(self._sender.ledger, parts, before, key) if once else parts
        if to_post:
            price = sum(part.price for part in to_post)
            self._meter.require(price, f"Of the thread's {len(parts)} tweets {len(to_post)} are to be posted, which")
        sent: list[Sent] = []
        try:
            for part in to_post:
                for one in part.media:
                    self._uploader.upload(one)
            for number, part in enumerate(parts, 1):
                named = key and f"{key} #{number}"
                sent.append(self._sender.send(part.after(before), once=once, key=named, media=part.media))
                before = sent[-1].tweet.id
        except XAuthError as error:
            raise _stopped(error, sent, len(parts), once=once) from None
        _say(sent)
        return Tweets([one.tweet for one in sent])

    def compose_thread(
        self,
        texts: str | Sequence[str | Mapping[str, object] | Draft],
        *,
        reply_to: Tweet | str | int | None = None,
        numbered: bool = False,
        once: bool = True,
        key: str | None = None,
    ) -> ThreadDraft:
        """Write a thread and look at the whole before it is posted: nothing is posted until ``draft.post()``.

        Parameters
        ----------
        texts, reply_to, numbered, once, key
            As in :meth:`post_thread`.

        Returns
        -------
        ThreadDraft
            It shows every card as it will be, with lengths, media, price, and what would make X refuse it.

        Raises
        ------
        UsageError
            If a part cannot be a tweet of any account, or two say the same.

        Examples
        --------
        >>> draft = x.compose_thread(["First", "Second"])
        >>> draft.price
        0.03
        """
        parts = parts_of(texts, self._uploader, numbered=numbered)
        problem = None
        try:
            self._checked(texts, reply_to, numbered=numbered, key=key)
        except UsageError as error:
            problem = error.message
        drafts = [Draft(self, part.text, media=list(part.media) or None, **part.more) for part in parts]  # type: ignore[arg-type]  # the session posts drafts too
        return ThreadDraft(
            self,
            drafts,
            problem=problem,
            price=round(sum(part.price for part in parts), 6),
            reply_to=reply_to,
            once=once,
            key=key,
        )

    def delete_thread(self, thread: Tweets | Tweet | str | int) -> int:
        """Delete a thread, the last tweet first, so that what is left can be read at any moment.

        Parameters
        ----------
        thread : Tweets, Tweet, str or int
            What :meth:`post_thread` returned; or its first tweet, or that one's id or address. Then X is asked for the
            others: the tweets of :attr:`ledger` by which this account answers itself from there on. X bills each tweet
            that it lists as one's own ($0.001).

        Returns
        -------
        int
            How many tweets are gone. Running it again deletes what is left.

        Raises
        ------
        NotFoundError
            If X does not find one, and the ledger does not know it either.
        UsageError, ForbiddenError, ApiError, TransportError
            As :meth:`delete_tweet`; the message says how many are gone.

        Examples
        --------
        >>> x.delete_thread(x.post_thread(["First", "Second"]))
        2
        """
        warn_of_access(self.access)
        ledger = self._sender.ledger
        if isinstance(thread, Tweets):
            ids = [tweet.id for tweet in thread]
        else:
            ids = thread_ids(self, ledger, tweet_id(thread))
        count = 0
        try:
            for id in reversed(ids):
                count += delete(self, ledger, id)
        except XAuthError as error:
            error.message = f"{count} of the thread's {len(ids)} tweets are deleted. The next failed: {error.message}"
            raise
        return count

    def _checked(
        self, texts: object, reply_to: Tweet | str | int | None, *, numbered: bool, key: str | None
    ) -> tuple[list[Part], str | None]:
        """Read the thread, and refuse what this account cannot post; X is asked only where Premium decides."""
        parts = parts_of(texts, self._uploader, numbered=numbered)
        checked_key(key)
        try:
            check_lengths(parts, TWEET_LIMIT)
        except UsageError:
            self._account.known()
            check_lengths(parts, self._account.tweet_limit)
        return parts, None if reply_to is None else tweet_id(reply_to)


def _not_posted(ledger: Ledger, parts: Sequence[Part], before: str | None, key: str | None) -> Sequence[Part]:
    """Say which parts are not in the ledger as tweets yet: all from the first on that is not.

    A part answers the one before it, so none behind a part that is still to be posted can be posted already. With a key
    that would be another post under the same name, which must be told before anything is sent.
    """
    for place, part in enumerate(parts):
        content = part.after(before)
        entry = ledger.find(content.fingerprint, key and f"{key} #{place + 1}")
        if entry and entry.fingerprint != content.fingerprint:
            raise other_content(entry, content)
        if entry is None or entry.tweet_id is None:
            for later, rest in enumerate(parts[place + 1 :], place + 2) if key else ():
                if named := ledger.find("", f"{key} #{later}"):
                    raise other_content(named, rest.after(None))
            return parts[place:]
        before = entry.tweet_id
    return ()


def _stopped(error: XAuthError, sent: list[Sent], total: int, *, once: bool) -> XAuthError:
    """Say in an error how far the thread came. The error stays the same."""
    if sent:
        last = sent[-1].tweet
        error.message = (
            f"{len(sent)} of the thread's {total} tweets are posted, the last is {last.url}. The next failed: "
            f"{error.message}"
        )
        if isinstance(error, NotFoundError):  # what the next one answers: it was deleted elsewhere
            error.remedy = (
                f"If that last one was deleted on x.com, x.delete_tweet({last.id!r}) notes it here; then running the "
                "cell again posts it anew and goes on from there."
                if once
                else "Look which of them still stands; x.post_thread(the rest, reply_to=its id) goes on there."
            )
        elif once:
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
