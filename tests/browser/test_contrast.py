"""Every text of every display, in every front end and theme: at least 4.5 : 1 against what it stands on (WCAG 2.2)."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from displays import displays
from fronts import FRONTS, page, section

from xauth_nb.notebook import look
from xauth_nb.style import palette
from xauth_nb.tweets import Tweets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

    from xauth_nb import Sandbox

LEAST = 4.5
# Notebook 7 and an exported page look as JupyterLab does.
DISTINCT = [front for front in FRONTS if front == next(other for other in FRONTS if FRONTS[other] == FRONTS[front])]
# The colours of a text and of all grounds below it are laid over each other, with the opacity of each one's ancestors.
MEASURE = r"""
() => {
  const parsed = (text) => {
    const n = text.match(/-?[\d.]+(e-?\d+)?/g).map(Number);
    const scale = text.startsWith('color(') ? 255 : 1;
    return [n[0] * scale, n[1] * scale, n[2] * scale, n.length > 3 ? n[3] : 1];
  };
  const once = (ask, known = new Map()) => (one) => known.has(one) ? known.get(one) : known.set(one, ask(one)).get(one);
  const opacity = once((one) => one ? Number(getComputedStyle(one).opacity) * opacity(one.parentElement) : 1);
  const background = once((one) => parsed(getComputedStyle(one).backgroundColor));
  const over = (ground, [r, g, b, a], share) =>
    [r, g, b].map((value, at) => value * a * share + ground[at] * (1 - a * share));
  const light = (color) => color.map((value) => value / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (one, two) => {
    const [dark, bright] = [light(one), light(two)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const hex = (color) => '#' + color.map((v) => Math.round(v).toString(16).padStart(2, '0')).join('');
  const found = [];
  const look = (section, text, owner, color, rect) => {
    const display = owner.closest('[data-display]').dataset.display;
    for (const x of [rect.left + 1.5, rect.right - 1.5]) {
      const stack = document.elementsFromPoint(x, (rect.top + rect.bottom) / 2);
      const at = stack.indexOf(owner);
      if (at < 0) continue;  // cut off
      let ground = [255, 255, 255];
      for (const one of stack.slice(at).reverse())
        ground = over(ground, background(one), opacity(one));
      const ink = over(ground, parsed(color), opacity(owner));
      found.push([ratio(ink, ground), section.dataset.front, display, text.trim().slice(0, 40), hex(ink), hex(ground)]);
    }
  };
  const section = document.querySelector('section');
  const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, owner = node.parentElement;
    if (!node.data.trim() || owner.closest('style, script')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const color = getComputedStyle(owner).color;
    for (const rect of range.getClientRects()) look(section, node.data, owner, color, rect);
  }
  for (const box of section.querySelectorAll('input[placeholder]')) {
    const color = getComputedStyle(box, '::placeholder').color;
    if (box.placeholder) look(section, box.placeholder, box, color, box.getBoundingClientRect());
  }
  return JSON.stringify(found);  // part by part it is carried for a third of the time
}
"""


def measured(browser: Browser, shown: dict[str, str], fronts: Sequence[str]) -> list[list]:
    """What each text has, worst first: ratio, front end, display, text, ink, ground."""
    inner = "".join(f'<div data-display="{name}">{html}</div>' for name, html in shown.items())
    context = browser.new_context(viewport={"width": 1000, "height": 9000})
    try:
        tab = context.new_page()
        found = []
        for front in fronts:
            tab.set_content(page(section(front, inner)))
            found += json.loads(tab.evaluate(MEASURE))
        return sorted(found)
    finally:
        context.close()


def table(found: list[list]) -> str:
    """The worst text of each display in each front end, worst first."""
    worst: dict[tuple[str, str], list] = {}
    for row in found:
        worst.setdefault((row[1], row[2]), row)
    return "\n".join(
        f"{row[0]:5.2f}  {row[1]:<38} {row[2]:<13} {row[4]} on {row[5]}  {row[3]!r}" for row in worst.values()
    )


@pytest.mark.browser
def test_every_text_can_be_read_in_every_front_end(browser: Browser, x_sandbox: Sandbox) -> None:
    shown = displays(x_sandbox)
    found = measured(browser, shown, DISTINCT)
    print(table(found))
    assert {(row[1], row[2]) for row in found} == {(front, display) for front in DISTINCT for display in shown}
    assert [row for row in found if row[0] < LEAST] == []


@pytest.mark.browser
def test_control_a_ground_without_its_ink_is_seen(browser: Browser) -> None:
    old = {"old": '<div style="background-color:var(--jp-layout-color1)">Hello</div>'}
    found = measured(browser, old, ["VS Code, dark", "JupyterLab, dark"])
    worst = {row[1]: round(row[0], 1) for row in reversed(found)}
    assert worst["VS Code, dark"] == 1.6
    assert worst["JupyterLab, dark"] > LEAST


@pytest.mark.browser
def test_control_what_lies_below_a_text_without_holding_it_counts(browser: Browser) -> None:
    lies = '<div style="position:relative;color:#888"><i style="position:absolute;inset:0;background:#888"></i>'
    found = measured(browser, {"bar": f'{lies}<b style="position:relative">Hello</b></div>'}, ["JupyterLab, light"])
    assert {round(row[0], 1) for row in found} == {1.0}


@pytest.mark.browser
def test_themes_of_high_contrast_say_how_the_edges_of_a_display_are_seen(browser: Browser) -> None:
    one = Tweets()._repr_html_() + f'<style>{look.STYLE.partition(">")[2]}<div class="{look.CARD_CLASS}">Hello</div>'
    seen = {}
    with browser.new_context() as context:
        tab = context.new_page()
        for front in FRONTS:
            tab.set_content(page(section(front, one)))
            edges = f"[...document.querySelectorAll('.mathjax_ignore, .{look.CARD_CLASS}')]"
            seen[front] = set(tab.evaluate(f"{edges}.map(one => getComputedStyle(one).borderTopColor)"))
    high = {"VS Code, high contrast": {"rgb(111, 195, 223)"}, "VS Code, high contrast light": {"rgb(15, 74, 133)"}}
    assert seen == {front: {"rgba(128, 128, 128, 0.3)"} for front in FRONTS} | high


@pytest.mark.parametrize("color", ["ACCENT", "GOOD", "WARN", "BAD", "CALM", "GOLD", *palette.DISCS])
def test_white_on_each_colour_and_ink_on_paper(color: str) -> None:
    color = getattr(palette, color, color)
    assert _ratio("#ffffff", color) >= LEAST
    assert _ratio(palette.PAPER, palette.PENCIL) >= LEAST


def _ratio(one: str, two: str) -> float:
    dark, bright = sorted(_light(color) for color in (one, two))
    return (bright + 0.05) / (dark + 0.05)


def _light(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.browser
def test_the_ink_of_a_picture_can_be_read_in_every_front_end(browser: Browser) -> None:
    """Of a picture the pixels count: the title, against what is around it."""
    import numpy
    from matplotlib.image import imread  # half a second: here, and not in each worker that collects

    html = Tweets().plot_words()._repr_html_()
    context = browser.new_context(viewport={"width": 700, "height": 400})
    worst = {}
    try:
        tab = context.new_page()
        for front in DISTINCT:
            tab.set_content(page(section(front, html)))
            pixels = imread(io.BytesIO(tab.locator("img").screenshot()))[12:-12, 12:-12, :3]  # without the corners
            colors = {f"#{color:06x}" for color in numpy.unique((pixels * 255).round().astype(int) @ [65536, 256, 1])}
            worst[front] = _ratio(max(colors, key=_light), min(colors, key=_light))
    finally:
        context.close()
    assert {front: ratio for front, ratio in worst.items() if ratio < LEAST} == {}
