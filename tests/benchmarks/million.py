"""Measure an archive of a million tweets: ``python tests/benchmarks/million.py [--folder f] [--spark python]``.

It is written page by page, as a pull writes it, and then each tool answers one question of it: how many tweets and
likes has each language? Each does so in a fresh process, in random order, all in one run; imports do not count. What
all tools say of the rows, ids, likes, languages and hashtags has to agree. ``--spark`` names a Python that has pyspark
and a Java beside it; without it Spark is left out. ``--folder`` is written where it does not exist, and kept.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIX = ["id", "created_at", "text", "author_username", "lang", "like_count"]
WORDS = [f"word{number}" for number in range(5000)]
TAGS = ["Gravity", "tides", "Ünïcode", "données"]
LANGUAGES = ("en", "de", "fr", "ja", "es")
FIRST = 1_600_000_000_000_000_000


def page(dice: random.Random, number: int, *, is_last: bool) -> bytes:
    """Make a page of a hundred tweets as X sends it."""
    tweets = []
    for at in range(100):
        id = str(FIRST - (number * 100 + at) * 1_000_003)
        tweet = {
            "id": id,
            "text": " ".join(dice.choices(WORDS, k=14)),
            "author_id": "42",
            "conversation_id": id,
            "edit_history_tweet_ids": [id],
            "created_at": "2026-03-04T18:40:40.000Z",
            "lang": dice.choice(LANGUAGES),
            "reply_settings": "everyone",
            "public_metrics": {"like_count": dice.randrange(1000), "retweet_count": dice.randrange(50)},
        }
        if dice.random() < 0.3:
            tags = dice.sample(TAGS, dice.randint(1, 3))
            tweet["entities"] = {"hashtags": [{"start": 0, "end": 1 + len(tag), "tag": tag} for tag in tags]}
        tweets.append(tweet)
    user = {"id": "42", "username": "ada", "name": "Ada Lovelace", "public_metrics": {"followers_count": 4812}}
    meta = {"result_count": 100} if is_last else {"result_count": 100, "next_token": "more"}
    return json.dumps({"data": tweets, "includes": {"users": [user]}, "meta": meta}).encode()


def write(folder: Path, count: int) -> tuple[float, float]:
    """Write an archive, merging included; give microseconds a tweet of CPU and of wall time."""
    from xauth_nb.tweets import parse_tweets
    from xauth_nb.tweets.objects.archive import Archive

    for module in ("pandas", "pyarrow.parquet"):  # pyarrow imports pandas for its first array, where it is there
        importlib.import_module(module)
    dice = random.Random(5849)
    cpu = wall = 0.0
    archive = Archive(folder, query="benchmark")
    for number in range(count // 100):
        tweets = parse_tweets(page(dice, number, is_last=number == count // 100 - 1))
        began = time.process_time(), time.perf_counter()
        archive.add(tweets)
        cpu, wall = cpu + time.process_time() - began[0], wall + time.perf_counter() - began[1]
    began = time.process_time(), time.perf_counter()
    archive.close()
    cpu, wall = cpu + time.process_time() - began[0], wall + time.perf_counter() - began[1]
    return cpu / count * 1e6, wall / count * 1e6


# What each tool says: its answer to the question, timed, and then the rest.


def _pandas(frame: Any) -> dict[str, Any]:
    sums = frame.groupby("lang")["like_count"].agg(["size", "sum"])
    return {str(lang): [int(row["size"]), int(row["sum"])] for lang, row in sums.iterrows()}


def ask_pandas(opened: Any) -> Any:
    """Load six columns."""
    return _pandas(opened.to_pandas(columns=SIX))


def ask_pandas_all(opened: Any) -> Any:
    """Load all columns."""
    frame = opened.to_pandas()
    return _pandas(frame), lambda: (frame["id"].nunique(), dict(frame["hashtags"].explode().dropna().value_counts()))


def ask_polars(opened: Any) -> Any:
    """Ask a lazy frame."""
    import polars as pl

    lazy = opened.scan()
    rows = lazy.group_by("lang").agg(pl.len(), pl.col("like_count").sum()).collect().rows()

    def rest() -> Any:
        tags = lazy.select(pl.col("hashtags").explode()).drop_nulls().group_by("hashtags").len().collect().rows()
        return lazy.select(pl.col("id").n_unique()).collect().item(), dict(tags)

    return {lang: [count, likes] for lang, count, likes in rows}, rest


def ask_duckdb(opened: Any) -> Any:
    """Ask a relation."""
    relation = opened.duckdb()
    rows = relation.aggregate("lang, count(*), sum(like_count)").fetchall()

    def rest() -> Any:
        tags = relation.project("unnest(hashtags) as tag").aggregate("tag, count(*)").fetchall()
        return relation.aggregate("count(distinct id)").fetchall()[0][0], dict(tags)

    return {lang: [count, int(likes)] for lang, count, likes in rows}, rest


def ask_dask(opened: Any) -> Any:
    """Ask a frame of Dask."""
    frame = opened.dask(columns=["id", "lang", "like_count", "hashtags"])
    sums = frame.groupby("lang")["like_count"].agg(["count", "sum"]).compute()

    def rest() -> Any:
        tags = frame["hashtags"].compute().explode().dropna().value_counts()
        return frame["id"].nunique().compute(), dict(tags)

    return {lang: [int(row["count"]), int(row["sum"])] for lang, row in sums.iterrows()}, rest


ASKED = {"pandas, six columns": ask_pandas, "pandas, all": ask_pandas_all}
ASKED |= {"polars": ask_polars, "DuckDB": ask_duckdb, "Dask": ask_dask}
MODULES = {"polars": "polars", "DuckDB": "duckdb", "Dask": "dask.dataframe"}


def ask(name: str, folder: str) -> str:
    """Ask one tool; give seconds, the peak in MB over the start, and what it says."""
    from xauth_nb.tweets import Tweets

    for module in ("pandas", "pyarrow.parquet", "pyarrow.dataset", MODULES.get(name, "pandas")):
        importlib.import_module(module)
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    found = ASKED[name](Tweets.open_archive(folder))
    took = time.perf_counter() - began
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) / 1024
    languages, rest = found if isinstance(found, tuple) else (found, None)
    told: dict[str, Any] = {"languages": languages}
    if rest is not None:
        ids, tags = rest()
        told |= {"ids": int(ids), "hashtags": {str(tag): int(count) for tag, count in tags.items()}}
    return json.dumps({"seconds": took, "peak": peak, "told": told})


SPARK = """
import json, sys, time
from pyspark.sql import SparkSession, functions as F
from xauth_nb.tweets import Tweets
made = SparkSession.builder.master("local[2]").config("spark.driver.memory", "3g").config("spark.ui.enabled", "false")
session = made.config("spark.driver.host", "127.0.0.1").getOrCreate()
session.sparkContext.setLogLevel("ERROR")
began = time.perf_counter()
frame = Tweets.open_archive(sys.argv[1]).spark(session)
rows = frame.groupBy("lang").agg(F.count("*"), F.sum("like_count")).collect()
took = time.perf_counter() - began
tags = dict(map(tuple, frame.select(F.explode("hashtags").alias("tag")).groupBy("tag").count().collect()))
told = {"languages": {row[0]: [row[1], row[2]] for row in rows}, "ids": frame.select("id").distinct().count()}
plain = session.read.parquet(sys.argv[1]).count()
assert plain == sum(row[1] for row in rows), plain
print(json.dumps({"seconds": took, "peak": 0, "told": {**told, "hashtags": tags}}))
"""


def fresh(python: str, code: str, *arguments: str) -> str:
    """Run code in a fresh process and give the last line that it prints."""
    command = [python, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]


def main() -> None:
    """Write, ask, compare, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spark", help="a Python with pyspark, pyarrow and this package")
    options = parser.parse_args()
    here = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import million, pathlib; "
    with tempfile.TemporaryDirectory(prefix="xauth_nb-bench-") as scratch:
        folder = options.folder or Path(scratch) / "million"
        print("| written | µs CPU a tweet | µs wall a tweet |\n|--:|--:|--:|")
        for count in (1_000, 10_000, 100_000, options.count):
            place = folder if count == options.count else Path(scratch) / str(count)
            if not place.exists():
                code = f"{here}print(*million.write(pathlib.Path(sys.argv[1]), {count}))"
                cpu, wall = map(float, fresh(sys.executable, code, str(place)).split())
                print(f"| {count:,} | {cpu:.1f} | {wall:.1f} |", flush=True)
        tasks = {name: (sys.executable, f"{here}print(million.ask({name!r}, sys.argv[1]))") for name in ASKED}
        if options.spark:
            tasks["Spark"] = (options.spark, SPARK)
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in tasks}
        for _ in range(options.rounds):
            for name in random.sample([*tasks], len(tasks)):
                found[name].append(json.loads(fresh(*tasks[name], str(folder))))
        print("\n| | s | peak MB over the start |\n|---|--:|--:|")
        for name, answers in found.items():
            seconds = statistics.median(one["seconds"] for one in answers)
            print(f"| {name} | {seconds:.2f} | {max(one['peak'] for one in answers):.0f} |")
        told = [one["told"] for answers in found.values() for one in answers]
        for key in ("languages", "ids", "hashtags"):
            said = [one[key] for one in told if key in one]
            assert all(one == said[0] for one in said), (key, said)
        rows = sum(count for count, _ in told[0]["languages"].values())
        print(f"\nAll agree: {rows:,} tweets, {len(told[0]['languages'])} languages, likes and hashtags.")


if __name__ == "__main__":
    main()
