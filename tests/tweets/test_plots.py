import base64
import io
import re
import sys
import warnings
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image

from xauth_nb.errors import MissingDependencyError, UsageError
from xauth_nb.tweets import Tweet, Tweets
from xauth_nb.tweets.records import Entities, Mention, PublicMetrics, Reference

START = datetime(2026, 3, 2, 23, 30, tzinfo=timezone.utc)  # a Monday


def tweets(count):
    return Tweets(
        Tweet(
            id=str(at),
            text=f"The telescope and the $camera #transit https://t.co/telescope {'clouds' if at % 2 else ''}",
            created_at=START + timedelta(hours=24 * at),
            public_metrics=PublicMetrics(like_count=at * 10),
        )
        for at in range(count)
    )


PLOTS = ("plot_activity", "plot_engagement", "plot_words")


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("count", [0, 1, 40])
def test_a_plot_shows_itself_with_a_description_and_a_clear_ground(plot, count):
    axes = getattr(tweets(count), plot)()
    html = axes._repr_html_()
    picture = base64.b64decode(re.search(r"base64,([^\"]+)", html)[1])
    assert picture.startswith(b"\x89PNG")
    assert picture[25] == 6  # with an alpha channel
    assert axes.figure.patch.get_alpha() == 0
    assert axes.alt_text
    assert f'alt="{axes.alt_text}"' in html
    assert html == getattr(tweets(count), plot)()._repr_html_()


def test_no_figure_is_left_with_pyplot():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    for plot in PLOTS:
        getattr(tweets(3), plot)()
    assert plt.get_fignums() == before


@pytest.mark.parametrize("plot", PLOTS)
def test_a_plot_is_drawn_on_given_axes(plot):
    from matplotlib.figure import Figure

    given = Figure().subplots()
    assert getattr(tweets(3), plot)(ax=given) is given
    assert given.alt_text


def test_activity_counts_weekday_and_hour_in_the_zone_that_is_asked_for():
    one = tweets(1)
    assert "Most, 1, on Mon from 23:00 to 00:00" in one.plot_activity().alt_text
    assert "Most, 1, on Tue from 00:00 to 01:00" in one.plot_activity(tz="Europe/Paris").alt_text
    assert "on 2026-03-03" in one.plot_activity(by="day", tz=timezone(timedelta(hours=2))).alt_text


def test_every_tweet_is_in_the_heat_map_and_in_the_bars():
    many = tweets(900)
    heat = many.plot_activity().collections[0].get_array()
    assert heat.sum() == 900
    bars = many.plot_activity(by="day").patches
    assert sum(bar.get_height() for bar in bars) == 900
    assert len(bars) <= 400


def test_engagement_leaves_retweets_out_and_names_the_median():
    retweet = Tweet(
        id="9",
        created_at=START,
        public_metrics=PublicMetrics(like_count=10**6),
        referenced_tweets=(Reference(type="retweeted", id="1"),),
    )
    axes = Tweets([*tweets(3), retweet]).plot_engagement()
    assert axes.alt_text == "Likes of 3 tweets from 2026-03-02 to 2026-03-04: median 10, most 20."
    with pytest.raises(UsageError, match="like_count"):
        tweets(3).plot_engagement(metric="hearts")


def test_words_are_counted_once_a_tweet_without_links_and_filler():
    axes = tweets(4).plot_words()
    assert axes.alt_text == ("The 4 most frequent words of 4 tweets: #transit 4, $camera 4, telescope 4, clouds 2.")
    assert len(tweets(4).plot_words(top=2).patches) == 2


@pytest.mark.parametrize("call", [{"tz": "Mars/Olympus"}, {"tz": "../etc"}, {"by": "moon"}])
def test_a_wrong_choice_is_refused_in_words(call):
    with pytest.raises(UsageError, match="Pass "):
        tweets(1).plot_activity(**call)
    with pytest.raises(UsageError, match="Pass "):
        tweets(1).plot_words(top=0)


def test_without_matplotlib_the_command_is_said(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("xauth_nb.tweets.plots")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib.axes", None)
    import xauth_nb.tweets as room

    monkeypatch.delattr(room, "plots", raising=False)
    with pytest.raises(MissingDependencyError) as caught:
        tweets(1).plot_words()
    assert "pip install 'xauth-nb[plot]'" in str(caught.value)


def test_without_icu_the_command_is_said_and_other_plots_are_drawn(monkeypatch):
    monkeypatch.setitem(sys.modules, "icu4py.breakers", None)
    with pytest.raises(MissingDependencyError, match=re.escape("pip install 'xauth-nb[words]'")):
        tweets(3).plot_words()
    assert tweets(3).plot_activity().alt_text


def test_a_script_that_no_font_has_is_named_and_neither_boxes_nor_glyph_warnings_come(monkeypatch):
    from xauth_nb.tweets.plots import fonts

    monkeypatch.setattr(fonts, "_installed", list)
    fonts._families.cache_clear()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        axes = Tweets([Tweet(id="1", text="मौसम telescope #東京")]).plot_words()
        axes._repr_html_()
    fonts._families.cache_clear()
    assert [str(one.message).partition(":")[0] for one in caught] == [
        "No font on this machine has the letters of Han, Devanagari"
    ]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["#(Han)", "telescope", "(Devanagari)"]


def test_a_font_of_the_machine_is_used_where_the_usual_one_lacks_a_letter(monkeypatch):
    from xauth_nb.tweets.plots import fonts

    fonts._families.cache_clear()
    monkeypatch.setattr(fonts, "_installed", lambda: [("/other.ttf", "Other Sans")])
    monkeypatch.setattr(fonts, "_letters", lambda path: frozenset("मौसम") if path == "/other.ttf" else frozenset("abc"))
    texts, style = fonts.drawable(["मौसम", "abc"])
    fonts._families.cache_clear()
    assert texts == ["मौसम", "abc"]
    assert style["fontfamily"][-1] == "Other Sans"


def test_a_font_that_was_installed_since_is_found(monkeypatch):
    from matplotlib import font_manager

    from xauth_nb.tweets.plots import fonts

    listed = font_manager.fontManager.ttflist
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [one for one in listed if "STIX" not in one.name])
    assert len(font_manager.fontManager.ttflist) < len(listed)
    new = [one.fname for one in listed if "STIX" in one.name and one.fname.endswith(".ttf")]
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [*new, "/no/such.ttf"])
    fonts._take_in_new.cache_clear()
    assert fonts._take_in_new()
    fonts._take_in_new.cache_clear()
    assert {one.fname for one in font_manager.fontManager.ttflist} >= set(new)


@pytest.mark.parametrize(("text", "told"), [("मौसम", "Devanagari"), ("بيانات", "Arabic"), ("東京", ""), ("Ωμέγα", "")])
def test_where_matplotlib_shapes_no_words_that_is_said(monkeypatch, text, told):
    from matplotlib import ft2font

    from xauth_nb.tweets.plots import fonts

    monkeypatch.delattr(ft2font, "__libraqm_version__", raising=False)
    monkeypatch.setattr(fonts, "_families", lambda needed: (("sans-serif",), frozenset()))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        fonts.drawable([text])
    said = [str(one.message) for one in caught]
    assert len(said) == bool(told)
    assert all(f"the letters of {told} one by one" in one for one in said)


def test_a_title_names_the_query():
    from xauth_nb.tweets import Provenance

    found = Tweets(tweets(3), provenance=Provenance(query="search for #sun $TSLA"))
    assert found.plot_words().get_title(loc="left") == r"Words in 3 tweets: search for #sun \$TSLA"


def test_a_picture_of_many_lines_is_kept_small_and_clear():
    def naming(at):
        names = [Mention(username=f"user{(at * step) % 30}", id=str((at * step) % 30)) for step in (2, 3, 5, 7)]
        return Tweet(id=str(at + 1), author_id=str(at), username=f"user{at}", entities=Entities(mentions=tuple(names)))

    axes = Tweets(naming(at) for at in range(30)).plot_network("mentions")
    drawn = io.BytesIO()
    axes.figure.savefig(drawn, format="png", dpi=192, bbox_inches="tight")
    kept = base64.b64decode(re.search(r"base64,([^\"]+)", axes._repr_html_())[1])
    assert len(kept) * 2 < len(drawn.getvalue())
    with Image.open(io.BytesIO(kept)) as small, Image.open(drawn) as large:
        assert small.size == large.size
        assert small.convert("RGBA").getpixel((0, 0))[3] == 0
