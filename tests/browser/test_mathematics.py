"""Prices and cashtags are words: JupyterLab and Notebook 7 typeset what stands between two dollars, and not in ours."""

from __future__ import annotations

import pytest
from jupyter_browser import LAB_FIRST
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FORMULAS = r"$1.40 to $1.95, $AAPL vs $TSLA, \\(x^2\\), $$y_1$$"
OURS = f'''
from datetime import datetime, timezone
from xauth_nb.errors import UsageError
from xauth_nb.notebook import look
from xauth_nb.posting.draft_card import Preview, render
from xauth_nb.style.table import Column, table
from xauth_nb.tweets import Tweet, Tweets, User, Users
from xauth_nb.tweets.records import Poll, PollOption
from xauth_nb.tweets.render.display import Display
from IPython.display import display
said = "{FORMULAS}"
ada = User(id="1", username="ada", name=said, description=said)
tweet = Tweet(id="1", text=said).with_author(ada)
draft = Preview(said, ada, said, {{"poll": [said, said]}}, (), 5, 280, 0.015, [said], [said])
html = render(draft) + table([Column(said)], [[said]], total=[said], notes=[said])
html += look.still(look.Person("ada", said, (said,)), "signed in", "")
display(tweet, Tweets([tweet] * 2), Tweets([tweet]).show(table=True), ada, Users([ada]), UsageError(said, remedy=said))
display(Display(html, "said"))
print("all shown")
'''
CARD = f'''
import ipywidgets
from xauth_nb.notebook import look
said = "{FORMULAS}"
ipywidgets.HTML(look.message(said, said) + look.person(look.Person("ada", said, (said,))))
'''
TYPESET = "mjx-container, .MathJax"


@pytest.mark.parametrize("front", LAB_FIRST)
def test_what_we_show_is_never_typeset(open_notebook, front):
    control = f'from IPython.display import HTML\nHTML("<p>{FORMULAS}</p>")'
    page = open_notebook([OURS, CARD, control], front=front)
    page.run_all()
    expect(page.output(2).locator(TYPESET).first).to_be_visible()  # the page does typeset, and has come this far
    page.wait_output(0, "all shown")
    expect(page.output(1).locator(".xauth-nb-person")).to_be_visible()
    for cell in (0, 1):
        assert page.output(cell).locator(TYPESET).count() == 0
        assert page.output(cell).inner_text().count("$1.40 to $1.95, $AAPL vs $TSLA") > 2 - cell
