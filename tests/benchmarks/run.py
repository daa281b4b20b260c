"""Measure xauth_nb beside its peers: ``python tests/benchmarks/run.py [--rounds 9] [--only get,frames] [--out file]``.

All contenders of one measurement take turns in random order, in one run, against one lean server in a process of its
own (``server.py``), which verifies every signature by hand. What counts is the median of the paired ratios, with its
quartiles; times are told only to give an idea. Peers that are not installed are left out with a word.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import contenders
import requests
from server import timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent
CLOCKS = {"cpu": time.process_time, "wall": time.perf_counter}


class Server:
    """The lean X."""

    def __init__(self, **options: object) -> None:
        flags = [flag for name, value in options.items() if value for flag in _flag(name, value)]
        command = [sys.executable, str(HERE / "server.py"), *flags]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        told = json.loads(self._process.stdout.readline())
        self.base_url: str = told["base_url"]
        self.trust: str = told["trust"]

    def stats(self) -> dict[str, int]:
        """What the server saw since it was asked last."""
        found: dict[str, int] = requests.get(f"{self.base_url}/stats", timeout=5, verify=self.trust or True).json()
        return found

    def stop(self) -> None:
        """Stop it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def _flag(name: str, value: object) -> list[str]:
    return [f"--{name}"] if value is True else [f"--{name}", str(value)]


@contextlib.contextmanager
def serving(**options: object) -> Iterator[Server]:
    """Serve for a while, trusted by every client in this process."""
    server = Server(**options)
    before = os.environ.get("REQUESTS_CA_BUNDLE")
    if server.trust:
        # Clients load the authorities of the whole world, as they would for X, and ours.
        import certifi

        bundle = Path(server.trust).with_name("bundle.pem")
        bundle.write_bytes(Path(certifi.where()).read_bytes() + Path(server.trust).read_bytes())
        server.trust = os.environ["REQUESTS_CA_BUNDLE"] = str(bundle)
    try:
        yield server
    finally:
        if before is None:
            os.environ.pop("REQUESTS_CA_BUNDLE", None)
        else:
            os.environ["REQUESTS_CA_BUNDLE"] = before
        server.stop()


def interleaved(tasks: dict[str, Callable[[], object]], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Run every task once a round, in random order, and take CPU and wall time; one round first that does not count."""
    found: dict[str, dict[str, list[float]]] = {name: {clock: [] for clock in CLOCKS} for name in tasks}
    order = list(tasks)
    for number in range(rounds + 1):
        random.shuffle(order)
        for name in order:
            before = {clock: read() for clock, read in CLOCKS.items()}
            tasks[name]()
            if number:
                for clock, read in CLOCKS.items():
                    found[name][clock].append(read() - before[clock])
    return found


class Report:
    """The tables, printed as they come and written at the end."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str = "") -> None:
        """Print and keep a line."""
        print(line, flush=True)
        self.lines.append(line)

    def table(self, title: str, found: dict[str, dict[str, list[float]]], *, base: str, clock: str, note: str) -> None:
        """Show every contender beside ``base``: the ratio is theirs to the base's, paired by round."""
        self.say(f"\n## {title}\n")
        self.say(f"{note}\n")
        self.say(f"| | {clock} ms | x {base} | quartiles |\n|---|--:|--:|--:|")
        for name, times in sorted(found.items(), key=lambda item: statistics.median(item[1][clock])):
            ratios = [ours / theirs for ours, theirs in zip(times[clock], found[base][clock], strict=True)]
            low, middle, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0],) * 3
            bold = "**" if name.startswith("xauth_nb") else ""
            self.say(
                f"| {bold}{name}{bold} | {statistics.median(times[clock]) * 1000:.1f} "
                f"| {bold}{middle:.2f}{bold} | {low:.2f}–{high:.2f} |"
            )

    def seen(self, server: Server) -> None:
        """Say what the server thought of the signatures."""
        stats = server.stats()
        self.say(f"\nThe server verified {stats['right']:,} signatures and refused {stats['wrong']:,}.")


def imports(report: Report, rounds: int) -> None:
    """Time fresh processes, less one that imports nothing."""
    statements = {
        "xauth_nb": "import xauth_nb",
        "xauth_nb, ready to sign in": "from xauth_nb.oauth.exchange import Exchange",
        "xauth_nb, with the session": "from xauth_nb import XSession",
        "requests": "import requests",
        **{name: statement for name, statement in contenders.IMPORTS.items() if _has(statement)},
    }
    nothing = "pass"

    def cpu(statement: str) -> float:
        code = f"import time; a = time.process_time(); {statement}; print(time.process_time() - a)"
        return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)

    found: dict[str, dict[str, list[float]]] = {name: {"cpu": []} for name in statements}
    order = list(statements)
    cpu(nothing)
    for number in range(rounds + 1):
        random.shuffle(order)
        for name in order:
            took = cpu(statements[name])
            if number:
                found[name]["cpu"].append(took)
    report.table("Import", found, base="tweepy", clock="cpu", note="CPU of the import statement in a fresh process.")


def _has(statement: str) -> bool:
    return importlib.util.find_spec(statement.split()[1].partition(".")[0]) is not None


def sign_in(report: Report, rounds: int) -> None:
    """The exchange by PIN and who-am-I, fresh objects each time; the typing is not timed."""
    for title, options in (
        ("Sign-in, CPU", {}),
        ("Sign-in at 50 ms of round trip (connection set-up: 100 ms more)", {"delay": 50, "setup": 100}),
        ("Sign-in over TLS", {"tls": True}),
    ):
        with serving(**options) as server:
            tasks = {name: _bind(task, server) for name, task in contenders.SIGN_INS.items()}
            clock = "wall" if options else "cpu"
            note = "Three legs and /2/users/me."
            report.table(title, interleaved(tasks, rounds), base="Authlib", clock=clock, note=note)
            if options.get("delay"):
                report.say("\nThe floor is the set-up and three round trips: 250 ms.")
            report.seen(server)


def felt(report: Report, rounds: int) -> None:
    """The sign-in over TLS as a person feels it: from the click to the link, and from the PIN to the session."""
    for title, options in (
        ("Sign-in over TLS, felt", {}),
        ("The same at 50 ms of round trip (connection set-up: 100 ms more)", {"delay": 50, "setup": 100}),
    ):
        with serving(tls=True, idle=500, **options) as server:
            found: dict[str, dict[str, list[float]]] = {name: {"wall": []} for name in contenders.FELT}
            order = list(contenders.FELT)
            for number in range(rounds + 1):
                random.shuffle(order)
                for name in order:
                    took = contenders.FELT[name](server)
                    if number:
                        found[name]["wall"].append(took)
            note = "Without the time in which the person reads and is in the browser; idle connections are closed."
            report.table(title, found, base="Authlib", clock="wall", note=note)
            report.seen(server)


def _bind(task: Callable[[Server], object], server: Server) -> Callable[[], object]:
    return lambda: task(server)


def get(report: Report, rounds: int) -> None:
    """Forty signed requests on a connection that is kept."""
    with serving() as server, contextlib.ExitStack() as stack:
        callers = {name: make(server, stack) for name, make in contenders.GETS.items()}
        tasks = {name: _repeat(call, 40) for name, call in callers.items()}
        note = "40 × GET /2/users/me, signed (but for the base), one connection."
        report.table("Signed GET", interleaved(tasks, rounds), base="requests, unsigned", clock="cpu", note=note)
        report.seen(server)


def _repeat(call: Callable[[], object], times: int) -> Callable[[], None]:
    def task() -> None:
        for _ in range(times):
            call()

    return task


def frames(report: Report, rounds: int) -> None:
    """3,200 tweets to a data frame, without latency (CPU) and with it (wall)."""
    for title, options, clock in (
        ("3,200 tweets to a pandas DataFrame", {}, "cpu"),
        ("The same at 50 ms of latency", {"delay": 50}, "wall"),
    ):
        with serving(tweets=3200, **options) as server, contextlib.ExitStack() as stack:
            makers = {name: make(server, stack) for name, make in contenders.FRAMES.items()}
            pages: dict[str, int] = {}
            for name, make in makers.items():
                server.stats()
                frame = make()
                assert len(frame) == 3200, (name, len(frame))
                pages[name] = server.stats()["pages"]
            found = interleaved(makers, rounds if clock == "cpu" else min(rounds, 5))
            note = (
                "An uneven timeline, read page by page or in windows; ours has the full schema of 40 columns. Pages: "
            )
            report.table(title, found, base="tweepy + json_normalize", clock=clock, note=note + _words(pages))
            report.seen(server)


def _words(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items()) + "."


def lookups(report: Report, rounds: int) -> None:
    """10,000 ids at 50 ms of latency."""
    ids, _ = timeline(10_000)
    with serving(tweets=10_000, delay=50) as server, contextlib.ExitStack() as stack:
        tasks = {name: _call(make(server, stack), ids) for name, make in contenders.LOOKUPS.items()}
        note = "100 requests of 100 ids; 16 threads for those that have none of their own."
        found = interleaved(tasks, min(rounds, 5))
        report.table("10,000 tweets by id at 50 ms", found, base="tweepy, 16 threads", clock="wall", note=note)
        report.seen(server)


def _call(task: Callable[[list[int]], object], ids: list[int]) -> Callable[[], object]:
    return lambda: task(ids)


def memory(report: Report, rounds: int) -> None:
    """What 100,000 tweets keep, in fresh processes."""
    report.say("\n## Memory of 100,000 tweets\n\n| | MB |\n|---|--:|")
    for name in contenders.MEMORY:
        code = f"import sys; sys.path.insert(0, {str(HERE)!r}); import contenders; print(contenders.kept_by({name!r}))"
        took = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        report.say(f"| {name} | {float(took):.0f} |")


def growth(report: Report, rounds: int) -> None:
    """From a thousand to a million tweets, archived and read back, each in a fresh process."""
    report.say("\n## Growth of an archive\n")
    report.say("| tweets | write µs/tweet | read µs/tweet | peak MB over the start |\n|--:|--:|--:|--:|")
    for count in (1_000, 10_000, 100_000, 1_000_000):
        code = f"import sys; sys.path.insert(0, {str(HERE)!r}); import contenders; print(contenders.archived({count}))"
        took = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        written, read, peak = (float(part) for part in took.split())
        report.say(f"| {count:,} | {written * 1e6:.1f} | {read * 1e6:.1f} | {peak:.0f} |")


MEASUREMENTS = {task.__name__: task for task in (imports, sign_in, felt, get, frames, lookups, memory, growth)}


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default=",".join(MEASUREMENTS), help="some of " + ", ".join(MEASUREMENTS))
    parser.add_argument("--out", type=Path, help="where the tables go, besides the screen")
    options = parser.parse_args()
    report = Report()
    for name in options.only.split(","):
        MEASUREMENTS[name](report, options.rounds)
    for name in contenders.MISSING:
        report.say(f"\n{name} is not installed, so it was left out.")
    if options.out:
        options.out.write_text("\n".join(report.lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
