"""What people guess, from tweepy, pandas and X's own words, and the right call for each guess, told by the error.

The error is the one that Python raises anyway, an ``AttributeError`` or a ``TypeError``, so that ``hasattr`` and
``getattr`` with a default go on working. The guesses themselves stand in tables.
"""

from __future__ import annotations

import functools
import inspect
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from xauth_nb.guesses.arguments import ARGUMENTS
from xauth_nb.guesses.table import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["guided", "guided_call", "leading", "named", "switch"]

C = TypeVar("C", bound=type)
F = TypeVar("F", bound="Callable[..., Any]")

_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")


def leading(kind: str) -> Callable[[Any, str], NoReturn]:
    """Make the ``__getattr__`` of a class: it says of a name that is not there which one leads to what was meant.

    Parameters
    ----------
    kind : str
        The name of the class, as :data:`~xauth_nb.guesses.table.NAMES` has it.

    Returns
    -------
    Callable
        Raises ``AttributeError``, always.

    Examples
    --------
    >>> tweet.screen_name
    Traceback (most recent call last):
    AttributeError: 'Tweet' object has no attribute 'screen_name'. Take tweet.author.username ...
    >>> hasattr(tweet, "screen_name")
    False
    """

    def missing(self: Any, name: str) -> NoReturn:
        said = f"{kind!r} object has no attribute {name!r}"
        meant = _CAPITAL.sub(r"_\1", name).lower()  # snscrape and JavaScript write likeCount
        if hint := NAMES[kind].get(name) or NAMES[kind].get(meant):
            # Python adds a name of its own, one that is spelled alike, where the object is told: one hint is enough.
            raise AttributeError(f"{said}. {hint}", name=name, obj=None)
        # Asked by programs, such as IPython and pandas, far more often than by people.
        known = [one for one in dir(type(self)) if not one.startswith("_")]
        if not name.startswith("_") and (near := get_close_matches(meant, known, 1, 0.75)):
            raise AttributeError(f"{said}. Did you mean: {near[0]!r}?", name=name, obj=None)
        raise AttributeError(said, name=name, obj=self)

    missing.__name__, missing.__qualname__ = "__getattr__", f"{kind}.__getattr__"
    return missing


def guided(cls: C) -> C:
    """Let the methods that a class has from our other classes say, of a wrong argument, which one is meant.

    The errors name this class, which people hold, and not the one in which the method happens to be written.

    Parameters
    ----------
    cls : type
    """
    for base in cls.__mro__[1:]:
        if base.__module__.startswith("xauth_nb.") and not base.__module__.startswith("xauth_nb.wire."):
            for name, method in vars(base).items():
                if inspect.isfunction(method) and not name.startswith("_") and name not in vars(cls):
                    setattr(cls, name, _guided(cls.__name__, method))
    return cls


def guided_call(function: F) -> F:
    """Let a function say, of a wrong argument, which one is meant."""
    return cast("F", _guided("", function))


def switch(name: str, hint: str) -> property:
    """Make a member that another library sets and reads as a switch say, to who calls it, what was meant."""

    def get(self: Any) -> _Switch:
        return _Switch(vars(self).get(name, False), hint)

    def put(self: Any, value: object) -> None:
        vars(self)[name] = value

    return property(get, put)


class _Switch(int):
    """As true or false as it was given."""

    hint: str

    def __new__(cls, value: object, hint: str) -> _Switch:
        made = super().__new__(cls, bool(value))
        made.hint = hint
        return made

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(f"'bool' object is not callable. {self.hint}")

    def __repr__(self) -> str:
        return repr(bool(self))


def named(name: str) -> str:
    """Say what leads to what somebody seeks in the package by a name that is not there; nothing where nobody knows."""
    return NAMES["xauth_nb"].get(name, "")


def _guided(kind: str, method: Any) -> Any:
    name = f"{kind}.{method.__name__}" if kind else method.__name__

    @functools.wraps(method)
    def asked(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except TypeError as error:
            traceback = error.__traceback__
            if traceback is None or traceback.tb_next is not None:
                raise  # from within: the arguments themselves were taken
            said = str(error).replace(method.__qualname__, name).replace(".__init__", "")
        given = list(kwargs)
        del args, kwargs  # a secret may be among them, and no traceback may show it
        raise TypeError(f"{said}. {_right_call(method, given)}")

    return asked


def _right_call(method: Callable[..., Any], given: list[str]) -> str:
    takes = [name for name in inspect.signature(method).parameters if name != "self"]
    hints = []
    for name in given:
        if name in takes:
            continue
        for target, hint in ARGUMENTS.get(name, ()):
            if not target or target in takes:
                hints.append(hint)
                break
        else:
            hints += [f"Did you mean {near}=?" for near in get_close_matches(name, takes, 1, 0.75)]
    return " ".join(dict.fromkeys(hints)) or (f"It takes {', '.join(takes)}." if takes else "It takes no arguments.")
