"""A Jupyter server extension: X's redirect comes back to the user's own server and completes the card, without a PIN.

It adds one address, ``GET <base_url>/xauth/callback``, behind the server's own login, and keeps nothing. Installing the
package into the server's environment enables it (``pip install 'xauth-nb[hub]'``); kernels may run in others. Without
that extra an older server may be there, which would write X's answer into its log: then it adds nothing, and says why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

__all__: list[str] = []

FLOOR = "2.17"
"""The first version of jupyter-server that keeps ``oauth_verifier`` out of its log."""


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell Jupyter's server what to load (it looks for this name)."""
    return [{"module": "xauth_nb.serverext"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Add the address (Jupyter's server calls this name), unless this server would log what comes there."""
    import jupyter_server
    from packaging.version import Version

    found = jupyter_server.__version__
    if Version(found) < Version(FLOOR):
        server.log.error(
            "xauth_nb: no sign-in can come back to this server, because jupyter-server %s would write X's answer into "
            "its log. Run pip install 'xauth-nb[hub]' in its environment (jupyter-server %s or newer), and start it "
            "again. Until then set XAUTH_NB_CALLBACK to oob, and X shows a PIN.",
            found,
            FLOOR,
        )
        return
    from xauth_nb.oauth.mailbox import PATH, Postman
    from xauth_nb.serverext.handler import CallbackHandler

    address = f"{server.base_url.rstrip('/')}/{PATH}"
    route = (re.escape(address), CallbackHandler, {"postman": Postman()})
    server.web_app.add_handlers(".*$", [route])  # type: ignore[no-untyped-call]  # Jupyter's own method, without types
    # Who is not signed in goes by way of the login page, whose address holds ours as "next", with the verifier in it.
    settings = server.web_app.settings
    settings["extra_log_scrub_param_keys"] = [*settings.get("extra_log_scrub_param_keys", ()), "next"]
    server.log.info("xauth_nb: sign-ins to X can come back to %s", address)
