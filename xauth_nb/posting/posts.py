"""Write tweets and take them back; sends only what its caller wrote, and never twice by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.errors import ServerError
from xauth_nb.errors.warned import warn_user
from xauth_nb.face import Face
from xauth_nb.posting.content import Content, checked_key
from xauth_nb.posting.deleting import delete
from xauth_nb.posting.draft import Draft
from xauth_nb.posting.media import attached, only_ids, warn_of_ids
from xauth_nb.posting.permission import warn_of_access
from xauth_nb.posting.telling import say
from xauth_nb.tweets.ids import tweet_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from xauth_nb.ledger import Ledger
    from xauth_nb.media import Uploader
    from xauth_nb.posting.sending import Sender
    from xauth_nb.tweets import Tweet

__all__ = ["Posts"]


class Posts(Face):
    """Tweets, each posted once and taken back."""

    _sender: Sender
    _uploader: Uploader

    @property
    def ledger(self) -> Ledger:
        """What this account posted from here, from where and when: a sequence that shows itself as a table.

        It is a private file of this user, and holds texts and tweet ids, but no token. Posts that were made elsewhere
        are not in it.

        Examples
        --------
        >>> tweet = x.post_tweet("Hello from a notebook")
        >>> x.ledger[-1].text
        'Hello from a notebook'
        """
        return self._sender.ledger

    def post_tweet(
        self,
        text: str = "",
        *,
        reply_to: Tweet | str | int | None = None,
        quote: Tweet | str | int | None = None,
        media: object = None,
        alt_text: str | Sequence[str | None] | None = None,
        poll: Sequence[str] | None = None,
        poll_minutes: int = 1440,
        reply_settings: str | None = None,
        once: bool = True,
        key: str | date | None = None,
    ) -> Tweet:
        """Post a tweet (X's word today: a post), once: running the cell again returns the tweet that was posted.

        What was posted is kept in :attr:`ledger`, by account and content. The same content is never posted twice from
        this machine, whether the cell is run again, the kernel was killed, or two notebooks post at once; a line on
        the screen says so. Where X's answer does not arrive, the tweet is looked for before anything is sent again:
        among all of one's own tweets of that time; where they cannot be read, nothing is sent.

        What remains: X may show a tweet late, so that it is not found and sent again; X itself then refuses the
        duplicate, unless the tweet carries media. And a tweet that was deleted on x.com is still in the ledger:
        ``once=False`` posts it again.

        Parameters
        ----------
        text : str
            280 weighted characters without Premium, 25,000 at the most; a URL counts 23 (X's docs, "Counting
            characters"). Media need none.
        reply_to : Tweet, str or int, optional
            The tweet to answer, or its id or address.
        quote : Tweet, str or int, optional
            The tweet to quote. Self-serve apps may not, since April 2026: put its address into the text.
        media : str, os.PathLike, bytes, binary file, figure, Axes, image, UploadedMedia, media id, or list, optional
            Up to four photos, or one GIF, or one video. They are uploaded when the tweet is not posted yet. A picture
            counts as the same where it shows the same (:attr:`MediaSource.identity`); an id that was uploaded from
            this machine stands for its picture; the order of several counts.
        alt_text : str or sequence of (str or None), optional
            A description for each of the media, in the same order, for people who do not see them.
        poll : sequence of str, optional
            Two to four answers of up to 25 characters.
        poll_minutes : int, optional
            How long the poll is open, from 5 to 10080 (seven days).
        reply_settings : {"following", "mentionedUsers", "subscribers", "verified"}, optional
            Who may reply; everybody where it is not given.
        once : bool, optional
            ``False`` posts in any case, also what was posted before. It is noted all the same.
        key : str or datetime.date, optional
            A name for this post, such as ``"report 2026-11"`` or the day: then the name counts instead of the content,
            so that the same text can be posted under another name, and another text under the same name is refused.

        Returns
        -------
        Tweet
            As X made it: links are shortened to t.co.

        Raises
        ------
        UsageError
            If the content cannot be a tweet, or the key names another post; nothing is sent.
        StoreError
            If the ledger cannot be used, so that the post could not be noted; nothing is sent.
        DuplicateTweetError
            If X calls it a duplicate, and the tweet that it means is another entry of the ledger or is not found.
        ForbiddenError
            If the token may only read, or X refuses the reply.
        TransportError, ServerError
            If X did not answer, and the tweet was not found at once. Run the cell again, or decide what became of it
            with ``x.ledger.settle``.
        ApiError
            If X refuses it otherwise; nothing is posted.

        Examples
        --------
        >>> x.post_tweet("Hello from a notebook").text
        'Hello from a notebook'
        """
        given = attached(media, alt_text, self._uploader)
        if once and key is None and (ids := only_ids(given)):
            warn_user(warn_of_ids(ids))
        content = Content.checked(
            text,
            reply_to=reply_to,
            quote=quote,
            poll=poll,
            poll_minutes=poll_minutes,
            reply_settings=reply_settings,
            media=tuple(one.identity for one in given),
        )
        sent = self._sender.send(content, once=once, key=checked_key(key), media=given)
        say(sent.tweet, sent.how)
        return sent.tweet

    def edit_tweet(
        self,
        id: Tweet | str | int,
        text: str = "",
        *,
        media: object = None,
        alt_text: str | Sequence[str | None] | None = None,
        once: bool = True,
        key: str | date | None = None,
    ) -> Tweet:
        """Put another text in the place of a tweet of one's own, once: running the cell again changes nothing more.

        X edits for Premium accounts alone, within an hour, and a few times (X's changelog of 2025-10-03). It makes a
        new version with an id of its own; the old id stays valid, and ``edit_history_tweet_ids`` names them all. It
        bills a version as a post. Without Premium, :meth:`delete_tweet` and :meth:`post_tweet` do what can be done.

        Parameters
        ----------
        id : Tweet, str or int
            The tweet, its id or its address.
        text : str
            The whole text anew.
        media, alt_text, once, key
            As in :meth:`post_tweet`. X does not say whether media stay that are not given again.

        Returns
        -------
        Tweet
            The new version.

        Raises
        ------
        ForbiddenError
            If X does not edit it: the account has no Premium, the hour is over, it is somebody else's.
        UsageError, StoreError, ApiError, TransportError
            As in :meth:`post_tweet`.

        Examples
        --------
        >>> x.edit_tweet(tweet, "Hello again")
        Traceback (most recent call last):
        xauth_nb.errors.api.ForbiddenError: ...
        """
        given = attached(media, alt_text, self._uploader)
        content = Content.checked(text, media=tuple(one.identity for one in given), edits=id)
        sent = self._sender.send(content, once=once, key=checked_key(key), media=given)
        say(sent.tweet, sent.how)
        return sent.tweet

    def compose(
        self,
        text: str = "",
        *,
        reply_to: Tweet | str | int | None = None,
        quote: Tweet | str | int | None = None,
        media: object = None,
        alt_text: str | Sequence[str | None] | None = None,
        poll: Sequence[str] | None = None,
        poll_minutes: int = 1440,
        reply_settings: str | None = None,
        once: bool = True,
        key: str | date | None = None,
    ) -> Draft:
        """Write a tweet and look at it before it is posted: nothing is sent until ``draft.post()``.

        Parameters
        ----------
        text, reply_to, quote, media, alt_text, poll, poll_minutes, reply_settings, once, key
            As in :meth:`post_tweet`.

        Returns
        -------
        Draft
            It shows itself as the card that it will be, with its length and with what is missing.

        Raises
        ------
        UsageError
            If the media cannot be uploaded. What is wrong with the text is told by the draft.

        Examples
        --------
        >>> x.compose("Hello from a notebook").weighted_length
        21
        """
        return Draft(
            self,
            text,
            reply_to=reply_to,
            quote=quote,
            media=media,
            alt_text=alt_text,
            poll=poll,
            poll_minutes=poll_minutes,
            reply_settings=reply_settings,
            once=once,
            key=key,
        )

    def delete_tweet(self, id: Tweet | str | int) -> bool:
        """Delete a tweet of one's own. The same content may then be posted again.

        Parameters
        ----------
        id : Tweet, str or int
            The tweet, its id or its address.

        Returns
        -------
        bool
            Whether it is gone: X says that it is deleted, or does not find a tweet that the ledger knows or that an
            earlier attempt of this call, whose answer was lost, asked to delete. ``False`` where X says that it did
            not delete it.

        Raises
        ------
        UsageError
            If ``id`` is not a tweet's id or address.
        NotFoundError
            If X does not find it, and the ledger does not know it either: it is gone already, or never was.
        ForbiddenError
            If it is somebody else's, or the token may only read.
        ApiError, TransportError
            After a :class:`TransportError` run it again: what is gone is gone.

        Examples
        --------
        >>> x.delete_tweet(x.post_tweet("A typo, sory"))
        True
        """
        return delete(self, self.ledger, tweet_id(id))

    def update_status(self, text: str) -> dict[str, Any]:
        """Post by the v1.1 call ``statuses/update``, which X's own guide names and no self-serve app may use any more.

        It is not in the ledger; :meth:`post_tweet` is the call to use.

        Parameters
        ----------
        text : str

        Returns
        -------
        dict
            The tweet as v1.1 describes it.

        Raises
        ------
        ForbiddenError
            Error 453 for every self-serve app.
        UsageError, ApiError, TransportError

        Examples
        --------
        >>> x.update_status("As X's old guide says")
        Traceback (most recent call last):
        xauth_nb.errors.api.ForbiddenError: This v1.1 call is not open to self-serve apps any more...
        """
        warn_of_access(self.access)
        content = Content.checked(text)
        response = self.call("POST", "/1.1/statuses/update.json", data={"status": content.text})
        try:
            status: dict[str, Any] = response.json()
        except ValueError:
            raise ServerError(
                "X answered, but not with JSON, so it is not known whether the tweet was made.",
                remedy="Look at x.timeline(limit=5) before you try again.",
                status=response.status_code,
                response=response,
            ) from None
        return status
