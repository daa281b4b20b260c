"""``xauth-nb login | whoami | logout | accounts``: who is signed in on this machine. Prints nothing secret.

Each takes the options that :mod:`xauth_nb.cli.parser` read, and gives the exit code.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from xauth_nb.cli.words import say, tell
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import XAuthError
from xauth_nb.login import login
from xauth_nb.profiles import accounts, logout
from xauth_nb.signin.known import prepare
from xauth_nb.signin.reasons import NOBODY_HERE

if TYPE_CHECKING:
    from argparse import Namespace

    from xauth_nb.session import XSession

__all__ = ["run_accounts", "run_login", "run_logout", "run_whoami"]


def run_login(options: Namespace) -> int:
    """Sign somebody in, by the prompt, and keep it."""
    session = login(
        options.profile,
        expect=options.expect,
        access=options.access,
        callback=options.callback,
        timeout=options.timeout or None,
    )
    _tell_who(session, options.json)
    return 0


def run_whoami(options: Namespace) -> int:
    """Ask X who ``login()`` would be, and ask no person."""
    sign_in = prepare(options.profile)
    if sign_in.session is None:
        raise (sign_in.reason or NOBODY_HERE).at_a_prompt(options.profile)
    _tell_who(sign_in.session, options.json)
    if sign_in.note:
        tell(sign_in.note)
    return 0


def run_logout(options: Namespace) -> int:
    """Revoke the token of an account, and forget it; 1 also where X did not confirm that it is revoked."""
    server = Endpoints.from_environment(os.environ).base_url
    name = options.profile or next((profile.name for profile in accounts() if profile.endpoint == server), None)
    is_revoked = logout(name) if name else True
    if options.json:
        _print_json({"account": name, "revoked": is_revoked if name else None})
    elif name is None:
        say("No account is kept here.")
    elif is_revoked:
        say(f"Signed out {name}. The token was revoked and forgotten.")
    return 0 if is_revoked else 1


def run_accounts(options: Namespace) -> int:
    """List the accounts that are kept."""
    kept = accounts()
    if options.json:
        _print_json(
            [
                {
                    "account": profile.name,
                    "id": profile.user_id,
                    "server": profile.endpoint,
                    "app": profile.app,
                    "last_used": profile.last_used.isoformat(timespec="seconds"),
                    "kept_in": profile.where,
                }
                for profile in kept
            ]
        )
    else:
        say(kept)
    return 0


def _tell_who(session: XSession, as_json: bool) -> None:
    """Print the account.

    Raises
    ------
    XAuthError
        If X did not say whose the token is: then nothing is printed as if it were known.
    """
    if session.user is None:
        try:
            session.me()
        except XAuthError as error:
            error.message = f"A sign-in is there, but X did not say now whose it is. {error.message}"
            raise
    name = session.user.name if session.user else None
    if as_json:
        _print_json(
            {
                "account": f"@{session.screen_name}" if session.screen_name else None,
                "id": session.user.id if session.user else None,
                "name": name,
                "server": session.endpoints.base_url,
                "access": session.access,
            }
        )
        return
    access = {None: "access not told", "read": "may only read"}.get(session.access, "may read and post")
    full = f" ({' '.join(name.split())})" if name else ""
    say(f"@{session.screen_name or '?'}{full} at {session.endpoints.host}, {access}")


def _print_json(value: Any) -> None:
    print(json.dumps(value))  # ASCII: it is for programs, and can be written anywhere
