"""A local X to learn with and to test against: strict where X is strict, invented where X has people.

>>> from xauth_nb.sandbox import use
>>> practice = use()
>>> practice
practice mode: a sandbox X on this machine; nothing leaves it
>>> from xauth_nb.sandbox import stop
>>> stop()
live: login() now signs in to X itself, where posts are public and calls are billed

It is a house of its own: it shares only errors, credentials and endpoints with the rest, and checks signatures with
oauthlib, not with the code that makes them.
"""

from __future__ import annotations

from xauth_nb.sandbox.practice import PRACTICE_DAY, Practice, stop, use
from xauth_nb.sandbox.sandbox import Sandbox

__all__ = ["PRACTICE_DAY", "Practice", "Sandbox", "stop", "use"]
