"""Look at this machine: Python, packages, front end. Sends nothing and mends nothing."""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from importlib.util import find_spec

from xauth_nb.doctor.report import Check, Status
from xauth_nb.notebook.host import CannotWaitError, check_waiting, find_host

__all__ = ["front_end", "packages", "python", "sandbox_extra"]

_NAME = "xauth-nb"
_EXTRAS = ("data", "polars", "excel", "plot", "network", "words", "keyring", "sandbox", "hub", "marimo")
_HOSTS = {
    "console": "login() asks at its prompt.",
    "voila": "LoginWidget and its on_login fit it, because its page appears only after the last cell.",
    "unattended notebook": "A notebook that runs unattended, or whose front end takes no typed answers: login() needs "
    "a token from the environment or a kept one; LoginWidget() draws a card where widgets are shown.",
    "ipython terminal": "login() prints a link and asks.",
    "terminal": "login() prints a link and asks.",
    "unattended": "Nobody can be asked: login() needs a token from the environment or a kept one.",
    "child of a kernel": "Nobody can type into it: call login() in a cell of the notebook.",
    "app server": "Nobody can be asked: login() needs a token from the environment or a kept one.",
    "web page": "login() refuses: nothing can reach X from there.",
    "marimo": "No cell waits there: LoginWidget() draws the card, and login() needs a token, given or kept.",
}


def python() -> Check:
    """Say which Python and which version of this package run here."""
    here = f"Python {platform.python_version()} on {platform.system()} ({platform.machine()}), xauth_nb {_version()}"
    floor = sys.version_info >= (3, 10)
    return Check("python", "ok" if floor else "fail", f"{here}.", "" if floor else "Use Python 3.10 or newer.")


def packages() -> Check:
    """Compare the packages that are installed with the ranges that this one needs."""
    from packaging.requirements import Requirement

    try:
        lines = metadata.requires(_NAME) or []
    except metadata.PackageNotFoundError:
        return Check("packages", "skipped", "xauth-nb is used from its source folder, so its ranges are not known.")
    wrong: dict[str, str] = {}
    there: dict[str, bool] = dict.fromkeys(_EXTRAS, True)
    must_be_mended = False
    for requirement in map(Requirement, lines):
        extra = next((e for e in ("", *_EXTRAS) if requirement.marker is None or _fits(requirement, e)), None)
        if extra is None:  # of an extra that is for people who work on this package, or of another platform
            continue
        found = _version(requirement.name)
        if not found and extra:
            there[extra] = False
        elif not found or not requirement.specifier.contains(found, prereleases=True):
            must_be_mended |= not extra
            wrong[f"{requirement.name}{requirement.specifier}"] = f"{requirement.name} {found or 'is missing'}"
    if wrong:
        needed = " ".join(f"'{each}'" for each in wrong)
        finding = f"Outside of what is needed: {', '.join(wrong.values())}."
        return Check("packages", "fail" if must_be_mended else "warn", finding, f"Run: pip install {needed}")
    extras = ", ".join(extra for extra in _EXTRAS if there[extra]) or "none"
    return Check("packages", "ok", f"All versions are in range; extras that are installed: {extras}.")


def front_end() -> Check:
    """Say where this runs, who is there, and whether a cell can wait for its card."""
    host = find_host()
    name = f"{host.name[:1].upper()}{host.name[1:]}"
    if host.kind != "notebook":
        status: Status = "fail" if host.kind == "web page" else "ok"
        return Check("front end", status, f"{name}. {_HOSTS[host.kind]}")
    here = f"{name}, with a person, on ipykernel {_version('ipykernel')}"
    try:
        check_waiting()
    except CannotWaitError as error:
        return Check(
            "front end",
            "warn",
            f"{here}, whose cells cannot wait for the card here. {error}",
            "login() asks by its input line, or stops and says so: finish the card, then run the cell again.",
        )
    return Check("front end", "ok", f"{here}: login() draws its card and waits.")


def sandbox_extra() -> Check:
    """Say whether a sandbox could run here."""
    missing = [name for name in ("flask", "oauthlib") if find_spec(name) is None]
    if missing:
        return Check(
            "sandbox", "skipped", f"It needs {' and '.join(missing)}.", "To practise: pip install 'xauth-nb[sandbox]'"
        )
    return Check("sandbox", "ok", "What sandbox.use() needs for a practice X is installed.")


def _version(package: str = _NAME) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "from its source folder" if package == _NAME else ""


def _fits(requirement: object, extra: str) -> bool:
    return bool(requirement.marker.evaluate({"extra": extra}))  # type: ignore[attr-defined]  # packaging is optional
