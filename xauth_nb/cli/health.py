"""``xauth-nb doctor``: what is wrong with this set-up, as a table or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from xauth_nb.cli.words import in_commands, say
from xauth_nb.doctor import doctor

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["run_doctor"]


def run_doctor(options: Namespace) -> int:
    """Print what the doctor found, and give the exit code: 1 where something has to be mended."""
    report = doctor(options.profile, callback=options.callback, timeout=options.timeout)
    if options.json:
        print(json.dumps(report.to_dict()))
    else:
        say(in_commands(str(report)))
    return 0 if report.is_fine else 1
