"""The plan of the house, read from its syntax trees: no import circle, no long file, faces beside each other.

``import-linter`` holds which room may import which. This holds what it does not see: circles inside a room, imports in
functions and for the type checker alone, and who derives from whom. Each rule has a control: a small house that breaks
it, and in which the breach has to be found.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import xauth_nb

LONGEST = 350
HERE = Path(xauth_nb.__file__).parent


class House:
    """A package, read and not imported. Names are written with their module: ``xauth_nb.face.Face``."""

    def __init__(self, root):
        self.name = root.name
        self.files = {}
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root.parent).with_suffix("").parts
            self.files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
        self.trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in self.files.items()}
        self.known_as = {name: dict(self._names_in(name)) for name in self.trees}
        self.bases = {
            f"{module}.{node.name}": [self._whole(module, base) for base in node.bases]
            for module, tree in self.trees.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
        }

    def source_of(self, module, node):
        """The module that an ``import from`` names, dots resolved."""
        if not node.level:
            return node.module
        package = module.split(".") if self.files[module].stem == "__init__" else module.split(".")[:-1]
        above = package[: len(package) - node.level + 1]
        return ".".join([*above, node.module] if node.module else above)

    def _names_in(self, module):
        """What imported names mean in a module."""
        for node in ast.walk(self.trees[module]):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield alias.asname or alias.name, f"{self.source_of(module, node)}.{alias.name}"
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    yield (
                        alias.asname or alias.name.partition(".")[0],
                        alias.name if alias.asname else (alias.name.partition(".")[0]),
                    )

    def _whole(self, module, base):
        written = ast.unparse(base.value if isinstance(base, ast.Subscript) else base)  # Generic[T] is Generic
        first, dot, rest = written.partition(".")
        return f"{self.known_as[module].get(first, f'{module}.{first}')}{dot}{rest}"

    def real(self, name):
        """The name of a class where it is made, if a package hands it on."""
        while name not in self.bases:
            module, _, last = name.rpartition(".")
            if last not in self.known_as.get(module, ()):
                return name
            name = self.known_as[module][last]
        return name

    def parents(self, name):
        return [self.real(base) for base in self.bases.get(name, ())]

    def ancestors(self, name):
        """A class of ours, and those of ours that it stands on."""
        return {name}.union(*map(self.ancestors, self.parents(name))) if name in self.bases else set()

    def imports(self, module, *, for_types):
        """The modules of this house that a module imports, at its top or in a function."""
        for node in _statements(self.trees[module], for_types=for_types):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names if alias.name in self.files)
            elif isinstance(node, ast.ImportFrom):
                source = self.source_of(module, node)
                for alias in node.names:  # a part of a room, else the room itself
                    yield from [one for one in (f"{source}.{alias.name}", source) if one in self.files][:1]

    def circles(self, *, for_types):
        """The groups of modules in which each reaches every other by its imports."""
        graph = {module: set(self.imports(module, for_types=for_types)) - {module} for module in self.files}
        reached = {module: _reached(graph, module) for module in graph}
        groups = {
            tuple(sorted(other for other in reached[module] if module in reached[other]))
            for module in graph
            if module in reached[module]
        }
        return sorted(groups)

    def long_files(self):
        lines = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in self.files.values()}
        return {path: count for path, count in lines.items() if count > LONGEST}

    @property
    def faces(self):
        return {name for name in self.bases if f"{self.name}.face.Face" in self.parents(name)}

    def breaches(self):
        """Who derives from whom, and should not."""
        face, session, wire = (
            f"{self.name}.{n}" for n in ("face.Face", "session.XSession", "wire.session.SignedSession")
        )
        yield from (f"there is no class {name}" for name in (face, session, wire) if name not in self.bases)
        faces = self.faces
        yield from (f"{name} is a face and has another base" for name in faces if self.parents(name) != [face])
        for base in self.parents(session):
            if base not in faces | {wire}:
                yield f"{session} derives from {base}, which is neither a face nor the wire"
        if wire not in self.parents(session):
            yield f"{session} does not derive from {wire}"
        for name in sorted(self.bases.keys() - {session}):
            above = self.ancestors(name) - {name}
            yield from (f"{name} derives from {one}" for one in sorted(above & (faces | {session, wire})))


def _statements(node, *, for_types):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test) and not for_types:
            for other in child.orelse:
                yield other
                yield from _statements(other, for_types=for_types)
        else:
            yield child
            yield from _statements(child, for_types=for_types)


def _reached(graph, start):
    reached, ahead = set(), [start]
    while ahead:
        new = graph[ahead.pop()] - reached
        reached |= new
        ahead += new
    return reached


@pytest.fixture(scope="module")
def house():
    return House(HERE)


@pytest.fixture
def build(tmp_path):
    """Build a small house from sources by file name."""

    def build(files):
        for name, source in {"__init__.py": "", **files}.items():
            path = tmp_path / "small" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source, encoding="utf-8")
        return House(tmp_path / "small")

    return build


# --- circles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("for_types", [False, True], ids=["when it runs", "for the type checker too"])
def test_no_modules_import_each_other_in_a_circle(house, for_types):
    assert house.circles(for_types=for_types) == []


IN_FUNCTION = "def f():\n    from small.a import A\n"
FOR_TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from small.a import A\n"
OTHERWISE = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    A = 1\nelse:\n    from small.a import A\n"


@pytest.mark.parametrize(
    ("back", "is_seen_when_it_runs"),
    [
        ("import small.a\n", True),
        ("from small import a\n", True),
        ("from . import a\n", True),
        ("from .a import A\n", True),
        (IN_FUNCTION, True),
        (OTHERWISE, True),
        (FOR_TYPES, False),
    ],
)
def test_control_a_circle_is_seen(build, back, is_seen_when_it_runs):
    small = build({"a.py": "from small.b import B\n", "b.py": "from small.c import C\n", "c.py": back})
    circle = [("small.a", "small.b", "small.c")]
    assert small.circles(for_types=True) == circle
    assert small.circles(for_types=False) == (circle if is_seen_when_it_runs else [])


def test_control_a_room_that_hands_on_its_parts_is_no_circle(build):
    room = {"room/__init__.py": "from .a import A\n", "room/a.py": "from small.room import b\n", "room/b.py": ""}
    assert build(room).circles(for_types=True) == []


# --- length ---------------------------------------------------------------------------------------------------------


def test_no_file_is_longer_than_a_reader_can_keep_in_mind(house):
    assert house.long_files() == {}


def test_control_a_line_too_many_is_seen(build):
    small = build({"just.py": "x = 1\n" * LONGEST, "long.py": "x = 1\n" * (LONGEST + 1)})
    assert small.long_files() == {str(small.files["small.long"]): LONGEST + 1}


# --- faces and hands ------------------------------------------------------------------------------------------------


def test_faces_stand_beside_each_other_and_no_hand_is_a_session(house):
    assert list(house.breaches()) == []
    assert house.faces


def test_the_session_is_its_faces_on_the_wire_and_nothing_else(house):
    from xauth_nb.session import XSession

    ours = {
        f"{one.__module__}.{one.__qualname__}" for one in XSession.__mro__ if one.__module__.startswith("xauth_nb.")
    }
    expected = {"xauth_nb.session.XSession", "xauth_nb.face.Face", "xauth_nb.wire.session.SignedSession"}
    assert ours == expected | house.faces
    others = {one.__module__.partition(".")[0] for one in XSession.__mro__} - {"xauth_nb"}
    assert others == {"requests", "authlib", "builtins"}


SMALL = {
    "face.py": "class Face: ...\n",
    "wire/session.py": "import requests\nclass SignedSession(requests.Session): ...\n",
    "wire/__init__.py": "from small.wire.session import SignedSession\n",
    "reading.py": "from small.face import Face\nclass Reading(Face): ...\nclass Hand: ...\n",
    "posting.py": "from small import face\nclass Posting(face.Face): ...\n",
    "session.py": "from small.posting import Posting\nfrom small.reading import Reading as R\n"
    "from small.wire import SignedSession\nclass XSession(R, Posting, SignedSession): ...\n",
}


def test_control_a_house_in_order_has_no_breach(build):
    small = build(SMALL)
    assert list(small.breaches()) == []
    assert small.faces == {"small.reading.Reading", "small.posting.Posting"}


@pytest.mark.parametrize(
    ("file", "more", "breach"),
    [
        ("posting.py", "from small.reading import Reading\nclass More(Reading): ...\n", "derives from small.reading.R"),
        ("reading.py", "class Two(Face, Hand): ...\n", "small.reading.Two is a face and has another base"),
        ("reading.py", "from small.wire import SignedSession as S\nclass H(S): ...\n", "H derives from small.wire."),
        ("media.py", "import small.session\nclass H(small.session.XSession): ...\n", "derives from small.session.XS"),
        ("session.py", "class XSession(R, SignedSession, dict): ...\n", "neither a face nor the wire"),
        ("session.py", "class XSession(R, Posting): ...\n", "does not derive from small.wire"),
        ("session.py", "def f():\n    class Own(XSession): ...\n", "small.session.Own derives from small.session.XS"),
    ],
)
def test_control_a_breach_is_seen(build, file, more, breach):
    small = build({**SMALL, file: SMALL.get(file, "") + more})
    assert any(breach in told for told in small.breaches())


@pytest.mark.parametrize("name", ["face.py", "session.py", "wire/session.py"])
def test_control_a_class_that_was_renamed_does_not_make_the_rule_empty(build, name):
    assert any("there is no class" in told for told in build({**SMALL, name: ""}).breaches())
