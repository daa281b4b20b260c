"""Where the dots of a network go: what is joined lies close together, all else apart. Only sums, and no picture.

Springs and charges (Fruchterman and Reingold, "Graph drawing by force-directed placement", 1991) cost the square of
the dots, so they place the core alone, and who has one neighbour stands around it. The same network always looks alike.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["place"]

_CORE = 400
"""Dots that springs place."""
_STEPS = 120
_FEW = 60
"""Dots that springs alone keep apart."""
_GOLDEN = np.pi * (3 - np.sqrt(5))


def place(count: int, pairs: list[tuple[int, int]], weights: list[int]) -> Any:
    """Place dots on a plane.

    Parameters
    ----------
    count : int
        How many dots.
    pairs : list of tuple of int
        Which are joined.
    weights : list of int
        How strongly.

    Returns
    -------
    numpy.ndarray
        One row a dot, two columns.
    """
    strength = np.zeros(count)
    best: dict[int, tuple[int, int]] = {}
    for (a, b), weight in zip(pairs, weights, strict=True):
        for one, other in ((a, b), (b, a)):
            strength[one] += weight
            best[one] = max(best.get(one, (0, -1)), (weight, other))
    degree = np.bincount(np.array(pairs, dtype=int).ravel(), minlength=count) if pairs else np.zeros(count, int)
    order = sorted(range(count), key=lambda one: (degree[one] <= 1, -strength[one], one))
    core = [one for one in order[:_CORE] if degree[one] > 1] or order[:_CORE]
    where = {one: at for at, one in enumerate(core)}
    inner = [(where[a], where[b]) for a, b in pairs if a in where and b in where]
    spots = np.zeros((count, 2))
    spots[core] = _springs(len(core), inner)
    _around(spots, set(core), pairs, order)
    return _evenly(spots) if count > _FEW else spots


def _evenly(spots: Any) -> Any:
    """Spread dots over a disc, each in its direction: springs leave the middle of a large network too full to read."""
    middle = spots - np.median(spots, axis=0)
    distance = np.sqrt((middle**2).sum(axis=1))
    rank = np.empty(len(spots))
    rank[np.argsort(distance, kind="stable")] = np.arange(len(spots)) + 0.5
    even = np.sqrt(rank / len(spots))
    return middle * (even / np.maximum(distance, 1e-9))[:, None]


def _springs(count: int, pairs: list[tuple[int, int]]) -> Any:
    """Place the core: a spiral at first, from the middle outwards."""
    turns = np.arange(count)
    radius = np.sqrt((turns + 0.5) / max(count, 1))
    spots = np.column_stack([radius * np.cos(turns * _GOLDEN), radius * np.sin(turns * _GOLDEN)])
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    ideal = 1 / np.sqrt(max(count, 1))
    for step in range(_STEPS):
        gaps = spots[:, None, :] - spots[None, :, :]
        squared = np.maximum((gaps**2).sum(axis=2), 1e-6)
        moves = (gaps * (ideal**2 / squared)[:, :, None]).sum(axis=1)
        along = spots[ends[:, 0]] - spots[ends[:, 1]]
        pulls = along * np.sqrt((along**2).sum(axis=1, keepdims=True)) / ideal
        np.add.at(moves, ends[:, 0], -pulls)
        np.add.at(moves, ends[:, 1], pulls)
        moves -= spots * 2.5 * ideal  # towards the middle, or parts that nothing joins would drift away
        length = np.maximum(np.sqrt((moves**2).sum(axis=1, keepdims=True)), 1e-9)
        spots += moves / length * np.minimum(length, 0.1 * (1 - step / _STEPS))
    return spots


def _around(spots: Any, placed: set[int], pairs: list[tuple[int, int]], order: list[int]) -> None:
    """Place the others in a spiral around whom they are joined to; what is joined to nobody placed, at the rim."""
    neighbours: dict[int, list[int]] = {}
    for a, b in pairs:
        neighbours.setdefault(a, []).append(b)
        neighbours.setdefault(b, []).append(a)
    gap = 0.22 / np.sqrt(max(len(placed), 1))
    filled: dict[int, int] = {}
    ahead = [one for one in order if one not in placed]
    rim = 0
    while ahead:
        later = []
        for one in ahead:
            hubs = [other for other in neighbours.get(one, ()) if other in placed]
            if not hubs:
                later.append(one)
                continue
            hub = max(hubs, key=lambda other: (len(neighbours[other]), -other))
            filled[hub] = turn = filled.get(hub, 0) + 1
            angle, radius = turn * _GOLDEN, gap * (1.2 + np.sqrt(turn) * 0.55)
            spots[one] = spots[hub] + radius * np.array([np.cos(angle), np.sin(angle)])
            placed.add(one)
        if len(later) == len(ahead):  # a part of its own, whose first one opens it
            far = 1.25 + 0.02 * rim
            spots[later[0]] = far * np.array([np.cos(rim * _GOLDEN), np.sin(rim * _GOLDEN)])
            placed.add(later[0])
            rim += 1
            later = later[1:]
        ahead = later
