"""What the package asks for can be had where it is used: Colab's packages stay as they are when it is installed."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = (Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8")
NOT_FOR_COLAB = ("hub", "marimo")
# Colab's list of August 2026, as far as it has what we ask for.
COLAB = {
    "authlib": "1.7.2", "flask": "3.1.3", "ipywidgets": "7.7.1", "keyring": "25.7.0", "matplotlib": "3.10.0",
    "networkx": "3.6.1", "oauthlib": "3.3.1", "openpyxl": "3.1.5", "packaging": "26.3", "pandas": "2.2.3",
    "pillow": "11.3.0", "platformdirs": "4.11.3", "polars": "1.35.2", "pyarrow": "18.1.0", "requests": "2.32.4",
    "tqdm": "4.67.3", "urllib3": "2.5.0",
}  # fmt: skip
NEW_THERE = {"msgspec", "twitter-text-parser", "icu4py"}


def asked() -> list[Requirement]:
    """What the package and its extras for notebooks ask for; the extras that follow are for work on this repository."""
    start, end = PROJECT.index("\ndependencies = ["), PROJECT.index("\ndemo = [")
    lines = [line.partition("#")[0] for line in PROJECT[start:end].splitlines() if not line.startswith(NOT_FOR_COLAB)]
    return [Requirement(each) for line in lines for each in re.findall(r'"([^"]+)"', line)]


def test_nothing_that_colab_pins_is_moved():
    asked_for = asked()
    names = {canonicalize_name(each.name) for each in asked_for}
    assert names == COLAB.keys() | NEW_THERE
    moved = [str(each) for each in asked_for if (pin := COLAB.get(canonicalize_name(each.name)))
             and not each.specifier.contains(pin)]  # fmt: skip
    assert moved == []
