"""Runs the tests of waiting against many versions of ipykernel, and prints a table. Installs nothing into this Python.

``colab`` is Colab's set of August 2026: ipywidgets 7.7.1, ipykernel 6.17.1 and IPython 7.34.

::

    python tests/browser/matrix.py                        # the oldest supported, the first of ipykernel 7, the newest
    python tests/browser/matrix.py --kernels all          # every minor version since 6.29
    python tests/browser/matrix.py --kernels 7.3.0,newest --only host -- -k "stop_button"
    python tests/browser/matrix.py --kernels colab --only login

Each version gets a virtual environment in a cache directory, which later runs use again. What follows ``--`` goes to
pytest. The exit code is 1 when any test failed with any kernel.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALL = ("6.29.5", "6.30.1", "6.31.0", "7.0.1", "7.1.0", "7.2.0", "7.3.0", "7.4.0", "newest", "colab")
FEW = ("6.29.5", "7.0.1", "newest")
COLAB = (
    *("ipykernel==6.17.1", "ipython==7.34.0", "ipywidgets==7.7.1", "jupyter_client==7.4.9"),
    *("pyzmq==26.2.1", "tornado==6.5.7", "traitlets==5.7.1", "requests==2.32.4", "urllib3==2.5.0"),
)
SUITES = {
    "host": "tests/notebook/test_host.py",
    "browser": "tests/browser/test_waiting.py",
    "card": "tests/browser/test_login_card.py",
    "login": "tests/notebook/test_login_in_kernel.py",
    "no card": "tests/notebook/test_no_card.py",
}


def kernel_python(version: str, cache: Path) -> Path:
    """Return the interpreter of a virtual environment with this ipykernel and this checkout, made if need be."""
    folder = cache / version
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = COLAB if version == "colab" else ("ipykernel" if version == "newest" else f"ipykernel=={version}",)
    made = folder / "made"
    if not made.exists():
        venv.create(folder, with_pip=False, clear=True)  # this Python's own pip is quicker than one more of it
        install = [sys.executable, "-m", "pip", "--python", python, "install", "--no-compile"]
        if uv := shutil.which("uv"):  # quicker by far
            install = [uv, "pip", "install", "--python", python]
        subprocess.run([*install, "--quiet", *wanted, "--editable", f"{ROOT}[sandbox]"], check=True)
        made.touch()
    return python


def verdicts(python: Path, suites: list[str], options: list[str]) -> dict[str, str]:
    """Run the tests with this kernel; return ok, skip or FAIL by name."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        argv = [sys.executable, "-m", "pytest", "-q", "--deep", f"--junitxml={report}", *suites, *options]
        subprocess.run(argv, cwd=ROOT, env={**os.environ, "XAUTH_NB_KERNEL_PYTHON": str(python)}, check=False)
        found: dict[str, str] = {}
        for case in ET.parse(report).iter("testcase"):
            outcomes = {child.tag for child in case}
            verdict = "FAIL" if outcomes & {"failure", "error"} else "skip" if "skipped" in outcomes else "ok"
            found[case.attrib["name"]] = "FAIL" if "FAIL" in (found.get(case.attrib["name"]), verdict) else verdict
        return found


def main() -> int:
    """Run the matrix and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--kernels", default=",".join(FEW), help="versions with commas between them, 'newest', 'colab', or 'all'"
    )
    parser.add_argument("--only", choices=SUITES, help="leave the other tests out")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "xauth-nb-kernels")
    parser.add_argument("options", nargs="*", help="for pytest, after --")
    asked = parser.parse_args()
    versions = ALL if asked.kernels == "all" else tuple(asked.kernels.split(","))
    suites = [path for name, path in SUITES.items() if asked.only in (None, name)]
    table = {}
    for version in versions:
        print(f"\n=== ipykernel {version}", flush=True)
        table[version] = verdicts(kernel_python(version, asked.cache), suites, asked.options)
    tests = list(dict.fromkeys(name for found in table.values() for name in found))
    print("\n| test | " + " | ".join(versions) + " |\n|---|" + "---|" * len(versions))
    for test in tests:
        print(f"| {test} | " + " | ".join(table[version].get(test, "-") for version in versions) + " |")
    counts = [verdict for found in table.values() for verdict in found.values()]
    print(f"\n{counts.count('ok')} passed, {counts.count('FAIL')} failed, {counts.count('skip')} skipped")
    return int("FAIL" in counts or not counts)


if __name__ == "__main__":
    sys.exit(main())
