"""The switches of a sandbox: one frozen value. Nothing here acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from xauth_nb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CALLBACK", "Settings"]

CALLBACK = "http://127.0.0.1:8976/callback"
SELF_SERVE = ("pay-per-use", "basic")


@dataclass(frozen=True)
class Settings:
    """How this X behaves, where the real one leaves a choice or a mood.

    Parameters
    ----------
    callbacks : tuple of str
        The app's allow-list, matched exactly. Empty: an app without any callback.
    permissions : {"read-write", "read", "read-write-directmessages"}
        What the app may do; direct messages need the last.
    suspended_app : bool
        The app is suspended (E5).
    enrolled, user_enrolled : bool
        Whether app and user are enrolled (E14, E15).
    tier : str
        ``open`` allows everything; ``pay-per-use`` has the limits of X's self-serve tiers (E31, E32; no likes).
    credits, spend_cap : float, optional
        What the account has, and may, spend (E17, E18), in dollars.
    usage_cap : int, optional
        How many tweets may be read a month (E19).
    dialect : {"tweet", "post"}
        The words of the answers, 2.159's or 2.167's, where a request does not choose them by its own.
    problem_host : str, optional
        The host in problem types; by default that of the dialect.
    daily_limits : bool
        Send and enforce the 24-hour windows that tiered plans have.
    rate_limits : Mapping of str to int
        Other figures for some endpoints, such as ``{"POST /2/tweets": 2}``.
    suspended, protected, premium : frozenset of str
        Screen names of suspended, protected and Premium accounts, besides those that the world has.
    strict_fields : bool
        Refuse unknown field names instead of ignoring them.
    """

    callbacks: tuple[str, ...] = (CALLBACK,)
    permissions: Literal["read-write", "read", "read-write-directmessages"] = "read-write"
    suspended_app: bool = False
    enrolled: bool = True
    user_enrolled: bool = True
    tier: str = "open"
    credits: float | None = None
    spend_cap: float | None = None
    usage_cap: int | None = None
    dialect: Literal["tweet", "post"] = "tweet"
    problem_host: str | None = None
    daily_limits: bool = False
    rate_limits: Mapping[str, int] = field(default_factory=dict)
    suspended: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()
    premium: frozenset[str] = frozenset()
    strict_fields: bool = False

    def __post_init__(self) -> None:
        choices = (
            ("permissions", self.permissions, ("read-write", "read", "read-write-directmessages")),
            ("tier", self.tier, ("open", *SELF_SERVE)),
            ("dialect", self.dialect, ("tweet", "post")),
        )
        for name, value, allowed in choices:
            if value not in allowed:
                raise UsageError(
                    f"{name}={value!r} is not a switch of the sandbox.", remedy=f"Choose one of {', '.join(allowed)}."
                )

    @classmethod
    def of(cls, switches: Mapping[str, Any]) -> Settings:
        """Make the settings from switches as a person writes them: names with or without "@", any iterable.

        Raises
        ------
        UsageError
            If there is no such switch, or no such choice.
        """
        given = dict(switches)
        for name in ("suspended", "protected", "premium"):
            if name in given:
                given[name] = frozenset(one.removeprefix("@").lower() for one in given[name])
        if "callbacks" in given:
            given["callbacks"] = tuple(given["callbacks"])
        try:
            return cls(**given)
        except TypeError:
            unknown = ", ".join(sorted(given.keys() - cls.__dataclass_fields__.keys()))
            raise UsageError(
                f"The sandbox has no switch called {unknown}.",
                remedy="Beside at= for its day, tweets= for its size, port=, host=, file= and reachable= it has "
                f"{', '.join(cls.__dataclass_fields__)}.",
            ) from None

    @property
    def host(self) -> str:
        """The host that problem types and realms name."""
        return self.problem_host or ("api.x.com" if self.dialect == "post" else "api.twitter.com")

    @property
    def is_self_serve(self) -> bool:
        """Whether the limits of self-serve tiers hold."""
        return self.tier in SELF_SERVE
