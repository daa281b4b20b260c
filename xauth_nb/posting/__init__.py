"""What the session writes; each module here sends one kind of thing."""

from xauth_nb.posting.draft import Draft
from xauth_nb.posting.tweets import Posting

__all__ = ["Draft", "Posting"]
