"""Lists of texts in a pandas column: tuples, so that rows can be compared, of one Arrow type, ``list<string>``.

pandas guesses the type of a list from what is in it: a column without any hashtag would be written as ``list<null>``,
an empty one as ``null``, and nothing could read such files as one. Its own Arrow lists cannot be compared, and do not
come back from a file that pandas wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype, take

__all__ = ["Texts", "TextsType"]


@register_extension_dtype
class TextsType(ExtensionDtype):
    """The type of such a column."""

    # A file remembers this name. NumPy knows it as another word for object: so a file that was written from such a
    # frame opens with pandas alone, where this package is not there; and where it is, tuples come back as tuples.
    name = "object_"
    type: ClassVar[Any] = np.object_  # pandas before 2.2 explodes nothing else
    kind = "O"
    na_value = pd.NA

    @classmethod
    def construct_array_type(cls) -> Any:
        """Return the array of this type."""
        return Texts

    def __from_arrow__(self, array: pa.Array | pa.ChunkedArray) -> Texts:
        return Texts.of(array.to_pylist())


class Texts(ExtensionArray):
    """An array of tuples of texts; a missing one is ``pandas.NA``."""

    def __init__(self, values: np.ndarray[Any, Any]) -> None:
        self._values = values

    @classmethod
    def of(cls, values: Sequence[Any]) -> Texts:
        """Make an array of lists, tuples or ``None``."""
        made = (tuple(value) if isinstance(value, (tuple, list, np.ndarray)) else pd.NA for value in values)
        return cls(np.fromiter(made, dtype=object, count=len(values)))

    @classmethod
    def of_tuples(cls, values: Sequence[tuple[str | None, ...]]) -> Texts:
        """Make an array of tuples alone."""
        return cls(np.fromiter(values, dtype=object, count=len(values)))

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Texts:
        return cls.of(list(scalars))

    @classmethod
    def _from_factorized(cls, values: Any, original: Any) -> Texts:
        return cls.of(list(values))

    @classmethod
    def _concat_same_type(cls, to_concat: Iterable[Texts]) -> Texts:
        return cls(np.concatenate([one._values for one in to_concat]))

    @property
    def dtype(self) -> TextsType:
        """The type."""
        return TextsType()

    @property
    def nbytes(self) -> int:
        """How much memory the references take."""
        return int(self._values.nbytes)

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, item: Any) -> Any:
        item = pd.api.indexers.check_array_indexer(self, item)
        found = self._values[item]
        return type(self)(found) if isinstance(found, np.ndarray) else found

    def __setitem__(self, key: Any, value: Any) -> None:
        key = pd.api.indexers.check_array_indexer(self, key)
        if isinstance(value, Texts):
            self._values[key] = value._values
        elif isinstance(key, (int, np.integer)):
            self._values[key] = tuple(value) if isinstance(value, (tuple, list)) else pd.NA
        else:
            places = np.atleast_1d(np.arange(len(self))[key])
            each = [value] * len(places) if value is pd.NA or value is None or isinstance(value, tuple) else value
            self._values[places] = Texts.of(list(each))._values

    def __eq__(self, other: object) -> Any:
        if isinstance(other, (pd.Series, pd.Index, pd.DataFrame)):
            return NotImplemented
        others = [other] * len(self) if isinstance(other, tuple) else list(other)  # type: ignore[call-overload]
        pairs = zip(self._values, others, strict=True)
        equal = (a is not pd.NA and b is not pd.NA and a == _tuple(b) for a, b in pairs)
        return np.fromiter(equal, dtype=bool, count=len(self))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        return self._values.copy() if copy else self._values

    def __arrow_array__(self, type: Any = None) -> pa.Array:
        values = [None if value is pd.NA else value for value in self._values]
        return pa.array(values, type=type or pa.list_(pa.string()))

    def isna(self) -> np.ndarray[Any, Any]:
        """Say which are missing."""
        return np.fromiter((value is pd.NA for value in self._values), dtype=bool, count=len(self))

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Texts:
        """Take some by their places."""
        fill = pd.NA if fill_value is None else fill_value
        taken: Any = take(self._values, np.asarray(indices), fill_value=fill, allow_fill=allow_fill)
        return type(self)(taken)

    def copy(self) -> Texts:
        """Return a copy; the tuples cannot change."""
        return type(self)(self._values.copy())

    def map(self, mapper: Any, na_action: Any = None) -> Any:
        """Give what a function makes of each: numbers of ``len``, and not lists again."""
        return pd.Series(self._values, dtype=object).map(mapper, na_action=na_action).array

    def _cast_pointwise_result(self, values: Any) -> Any:  # pandas 3 asks with it what came of a function
        return pd.Series(list(values)).array

    def _values_for_factorize(self) -> tuple[np.ndarray[Any, Any], Any]:
        return self._values, pd.NA

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        return str

    def _explode(self) -> tuple[Any, np.ndarray[Any, Any]]:
        """Give a row to each text, as Series.explode does with lists; an empty list becomes a missing value."""
        rows = [value if value is not pd.NA and value else (None,) for value in self._values]
        flat = pd.array([text for row in rows for text in row], dtype=pd.StringDtype())
        return flat, np.fromiter(map(len, rows), dtype="uint64", count=len(rows))

    # The few that .str has for lists. It asks whether the values are text, or lists, by what stands in for categories.

    @property
    def categories(self) -> np.ndarray[Any, Any]:
        """The values, for the accessor ``.str``."""
        return self._values

    def _each(self, make: Callable[[tuple[Any, ...]], Any]) -> list[Any]:
        return [pd.NA if value is pd.NA else make(value) for value in self._values]

    def _str_len(self) -> Any:
        return pd.array(self._each(len), dtype="Int64")

    def _str_get(self, i: int) -> Any:
        return pd.array(self._each(lambda v: v[i] if -len(v) <= i < len(v) else pd.NA), dtype=pd.StringDtype())

    def _str_getitem(self, key: Any) -> Any:
        return Texts.of(self._each(lambda v: v[key])) if isinstance(key, slice) else self._str_get(key)

    def _str_join(self, sep: str) -> Any:
        joined = self._each(lambda v: sep.join(text for text in v if text is not None))
        return pd.array(joined, dtype=pd.StringDtype())


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, (list, np.ndarray)) else value
