"""The frame, the table, discs and dates: what every display is made of."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest

from xauth_nb.errors import RateLimitedError, UsageError
from xauth_nb.style import palette
from xauth_nb.style.dates import moment, moment_cell
from xauth_nb.style.frame import disc, footer, frame, pill
from xauth_nb.style.table import Column, table

WHEN = datetime(2026, 3, 4, 18, 40, 9, tzinfo=timezone.utc)


def styles(html):
    """The declarations of each element, as a browser reads them: the last of a name counts."""
    return [
        dict(part.partition(":")[::2] for part in style.split(";") if part)
        for style in re.findall(r'style="([^"]*)"', html)
    ]


def whole():
    rows = [("GET /2/users/me", moment_cell(WHEN), "75")]
    columns = [Column("Call", "prose"), Column("Opens again (UTC)", "date"), Column("Left", "number")]
    inner = disc("Ada", "ada", size=40) + pill("Draft", palette.CALM) + footer("3 tweets")
    return frame(inner, dashed=True) + table(columns, rows, total=("In all", "", "1"), notes=["A sentence."])


def test_a_ground_is_never_set_without_the_ink_on_it():
    seen = [style for style in styles(whole()) if {"background", "background-color", "color"} & set(style)]
    assert seen
    for style in seen:
        assert "color" in style, style
        assert {"background", "background-color"} & set(style), style


def test_ground_and_ink_are_asked_for_in_the_same_order():
    ground, ink = (
        re.findall(r"--([a-z]+)-", value) for value in re.findall(r"(?:background-)?color:(var[^;]*)", palette.SURFACE)
    )
    assert ground == ink == ["vscode", "colab", "jp"]


def test_a_plain_value_stands_before_each_variable():
    for name in ("background-color", "color"):
        values = re.findall(rf"(?<![\w-]){name}:([^;]+)", palette.SURFACE)
        assert "var(" not in values[0]
        assert "var(" in values[1]


def test_mathjax_of_every_version_passes_by():
    for html in (frame("$1 and $2"), table([Column("What")], [("$1 and $2",)])):
        assert re.match(r'<div class="mathjax_ignore tex2jax_ignore" ', html)


def test_words_are_left_and_numbers_right():
    sides = [style["text-align"] for style in styles(whole()) if style.get("text-align") in ("left", "right")]
    assert sides.count("right") == 3  # head, row, total


def test_the_first_cell_of_a_row_names_it():
    html = table([Column("What"), Column("Billed", "number")], [("post", "1")], total=("In all", "1"))
    assert html.count('<th scope="col"') == 2
    assert html.count('<th scope="row"') == 2
    with pytest.raises(ValueError, match="zip"):
        table([Column("What")], [("post", "1")])


def test_an_account_has_one_colour_whatever_is_shown():
    colors = {
        re.search("background-color:(#[0-9a-f]+)", disc(name, key, size=size))[1]
        for name, key, size in [("Ada", "ada", 40), ("Ada Lovelace", "Ada", 48), ("", "ADA", 22)]
    }
    assert len(colors) == 1
    assert ">?<" in disc("", "", size=40)
    assert ">Ä<" in disc("✨ ärger", "x", size=40)
    assert "&lt;" not in disc("<b>", "x", size=40)


def test_a_date_is_written_in_one_way_and_breaks_before_the_clock_only():
    assert moment(WHEN) == "4 Mar 2026, 18:40 UTC"
    assert moment(WHEN.astimezone(timezone(timedelta(hours=-7))), seconds=True) == "4 Mar 2026, 18:40:09 UTC"
    assert moment(None) == moment_cell(None).replace('<span style="white-space:nowrap"></span>', "") == ""
    assert re.sub("<[^>]*>", "", moment_cell(WHEN)) == "4 Mar 2026, 18:40"
    assert moment_cell(WHEN, seconds=True).count("nowrap") == 2


@pytest.mark.parametrize("kind", [UsageError, RateLimitedError])
def test_an_error_that_was_caught_shows_what_happened_and_what_to_do(kind):
    error = kind.__new__(kind)
    error.message, error.remedy = "$1 <b>and\n$2", "Try & see."
    html = error._repr_html_()
    assert kind.__name__ in html
    assert "$1 &lt;b&gt;and<br>$2" in html
    assert "Try &amp; see." in html
    error.remedy = ""
    assert "→" not in error._repr_html_()
