"""Look for planted secrets where nobody looks: in frames, attributes, slots, items, causes, and behind ``dir()``."""

from __future__ import annotations

import base64
import functools
import warnings
from pathlib import Path
from types import MethodType
from urllib.parse import quote

TESTS = str(Path(__file__).resolve().parent)
_DEPTH = 5
_LEAVES = (int, float, complex, type(None), type, type(len), type(lambda: 0), type(warnings))


def in_error(error, secrets):
    """Walk an error, its causes and arguments, and all frames but those of tests; say where a secret stands."""
    places, seen, ahead = [], set(), [error]
    while ahead:
        one = ahead.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        ahead += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        places.append((f"{type(one).__name__}", vars(one)))
        places.append((f"words of {type(one).__name__}", [str(one), repr(one), *one.args]))
        trace = one.__traceback__
        while trace:
            code = trace.tb_frame.f_code
            if not code.co_filename.startswith(TESTS):
                place = f"{type(one).__name__} in {code.co_filename.rpartition('/')[2]}:{code.co_qualname}"
                places.append((place, dict(trace.tb_frame.f_locals)))
            trace = trace.tb_next
    return _found(places, secrets, _DEPTH)


def in_object(thing, secrets, place="", *, depth=_DEPTH):
    """Walk items, attributes, slots and what ``dir()`` lists, as verbose tracebacks and variable inspectors do."""
    return _found([(place, thing)], secrets, depth)


def in_files(folder, secrets, *, but=()):
    """Look into every file below a folder; say which holds which secret."""
    return [
        f"{path.relative_to(folder)}: {name}"
        for path in Path(folder).rglob("*")
        if path.is_file() and path.name not in but
        for text in [path.read_bytes().decode("latin-1")]
        for name, secret in secrets.items()
        if _stands_in(secret, text)
    ]


def in_processes(secrets):
    """Look at the command lines and environments of all processes that this user may look at, as ``ps eww`` does."""
    found = []
    for path in [each / part for each in Path("/proc").glob("[0-9]*") for part in ("cmdline", "environ")]:
        try:
            text = path.read_bytes().decode("latin-1")
        except OSError:  # it has ended, or is somebody else's
            continue
        found += [f"{path.name} of {path.parent.name}: {name}" for name, it in secrets.items() if _stands_in(it, text)]
    return found


def _found(places, secrets, depth):
    """Walk in breadth, so that each object is looked into once, where it is nearest."""
    found, seen = {}, {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # properties that are deprecated say so
        for _ in range(depth + 1):
            below = []
            for place, thing in places:
                if id(thing) in seen or isinstance(thing, _LEAVES):
                    continue
                seen[id(thing)] = thing  # kept, or another object might get its id
                text = _text(thing)
                found |= {f"{place}: {name}": None for name, secret in secrets.items() if _stands_in(secret, text)}
                if not isinstance(thing, (str, bytes)):
                    below += ((f"{place}{name}", part) for name, part in _parts(thing))
            places = below
    return list(found)


def _text(thing):
    if isinstance(thing, str):
        return thing
    if isinstance(thing, bytes):
        return thing.decode("latin-1")
    try:
        return repr(thing)
    except Exception:
        return ""


def _stands_in(secret, text):
    return any(form in text for form in _forms(secret))


@functools.cache
def _forms(secret):
    """Write a secret as it is, as in an address, and as base64 has it wherever it begins, such as behind ``Basic``."""
    forms = {secret, quote(secret, safe="")}
    for before in range(3):
        inside = base64.b64encode(bytes(before) + secret.encode()).decode()[4 if before else 0 : -4]
        if len(inside) >= 12:  # a shorter one stands in a text by chance
            forms.add(inside)
    return forms


def _parts(thing):
    if isinstance(thing, dict):
        yield from ((f"[{key!r:.40}]", value) for key, value in list(thing.items())[:200])
        return
    if isinstance(thing, (list, tuple, set, frozenset)):
        yield from ((f"[{number}]", value) for number, value in enumerate(list(thing)[:200]))
    slots = {name for kind in type(thing).__mro__ for name in _names(getattr(kind, "__slots__", ()))}
    try:
        names = {*slots, *vars(thing)} if hasattr(thing, "__dict__") else slots
        names |= {name for name in dir(thing) if not name.startswith("__")}
    except Exception:
        names = slots
    for name in sorted(names):
        try:
            part = getattr(thing, name)
        except BaseException:
            continue
        if not (isinstance(part, MethodType) and (part.__self__ is thing or part.__self__ is type(thing))):
            yield f".{name}", part  # a method of its own holds nothing but itself and a function


def _names(slots):
    return (slots,) if isinstance(slots, str) else slots
