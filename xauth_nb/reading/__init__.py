"""Read tweets and users; every method raises what X refuses, and keeps what it has when it is interrupted."""

from __future__ import annotations

from xauth_nb.reading.lists import Lists

__all__ = ["Reading"]


class Reading(Lists):
    """The reading half of the session: lookups of one or of many, timelines, searches and lists of people."""
