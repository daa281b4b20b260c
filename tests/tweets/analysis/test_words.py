"""Words in every script, counted once a text."""

import pytest

from xauth_nb.tweets import Tweet, Tweets
from xauth_nb.tweets.analysis.words import count_words, split_words
from xauth_nb.tweets.records import Entities, Mention, Reference, Tag


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("आज मौसम अच्छा है", ["आज", "मौसम", "अच्छा", "है"]),
        ("தமிழ் மொழி", ["தமிழ்", "மொழி"]),
        ("วันนี้อากาศดีมากครับ", ["วัน", "นี้", "อากาศ", "ดี", "มาก", "ครับ"]),
        ("今日はいい天気ですね。", ["今日", "いい", "天気", "です"]),
        ("오늘 날씨가 좋아요", ["오늘", "날씨가", "좋아요"]),
        ("مرحبا بالعالم", ["مرحبا", "بالعالم"]),
        ("می‌خواهم بروم", ["می‌خواهم", "بروم"]),
        ("Don’t worry 3 > 2 😀", ["don't", "worry"]),
        ("cafe\u0301", ["café"]),
    ],
)
def test_words_are_parted_as_unicode_and_its_dictionaries_say(text, words):
    assert split_words(text) == words


def tagged(id, text, *tags, **more):
    return Tweet(id=id, text=text, entities=Entities(hashtags=tuple(Tag(tag=tag) for tag in tags)), **more)


def counted(tweets, **switches):
    return {one.word: one.times for one in count_words(tweets, **{"retweets": False, **switches})}


def test_a_hashtag_is_the_one_that_x_marked_and_never_with_its_s():
    tweets = [tagged(str(at), "#BLACKPINK's tour" if at % 2 else "#BLACKPINK tour", "BLACKPINK") for at in range(41)]
    found = counted(tweets)
    assert found["#blackpink"] == 41
    assert not [word for word in found if "blackpink's" in word]


def test_a_text_that_is_passed_on_counts_once_unless_told_otherwise():
    original = Tweet(id="5", text="telescope")
    passed = [
        Tweet(
            id=str(at),
            text="RT @ada: telescope",
            referenced_tweets=(Reference(type="retweeted", id="5"),),
            entities=Entities(mentions=(Mention(username="ada", start=3, end=7),)),
        )
        for at in range(10, 14)
    ]
    assert counted([original, *passed]) == {"telescope": 1}
    assert counted(passed) == {"telescope": 1}
    assert counted([original, *passed], retweets=True) == {"telescope": 5}


def test_the_word_in_which_x_cut_a_retweet_is_none():
    text = f"RT @ada: telescope {'sky ' * 29}obser…"
    cut = Tweet(id="9", text=text, referenced_tweets=(Reference(type="retweeted", id="5"),))
    assert counted([cut]) == {"telescope": 1, "sky": 1}


def test_links_mentions_and_filler_are_no_words():
    assert counted([Tweet(id="1", text="@ada and the telescope https://t.co/telescopes example.com")]) == {
        "telescope": 1
    }


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_the_same_words_come_as_a_frame(library):
    frame = Tweets([tagged("1", "sky #sun", "sun")]).words(library=library)
    assert list(frame.columns) == ["word", "kind", "count"]
    assert set(frame["word"]) == {"sky", "#sun"}
    assert list(Tweets().words(library=library).columns) == ["word", "kind", "count"]


def test_a_clean_text_has_no_marks():
    tweets = Tweets([tagged("1", "@ada R&amp;D at #NASA's lab https://t.co/x1 $TSLA", "NASA")])
    assert tweets.clean_text() == ["@ada R&D at 's lab https://t.co/x1 $TSLA"]  # X marked the hashtag alone
    bare = Tweets([Tweet(id="1", text="@ada R&amp;D at #NASA's lab https://t.co/x1 $TSLA")])
    assert bare.clean_text() == ["R&D at 's lab"]
    assert bare.clean_text(hashtags=True) == ["R&D at NASA's lab TSLA"]


OF_X = {  # texts with what X marks in them, of twitter-text's conformance cases (Apache License 2.0)
    "ar": ("#السياسة #السياح #لغات #العربية #الجزيرة", "السياسة السياح لغات العربية الجزيرة"),
    "fa": ("#برنامه_نویسی  #رییس_جمهور #أي‌بي‌إم #می‌خواهم", "برنامه_نویسی رییس_جمهور أي‌بي‌إم می‌خواهم"),
    "hi": ("#महात्मा #महात्मा_१२३४ #१२३४ गांधी", "महात्मा महात्मा_१२३४"),
    "ja": (
        "できましたよー！＃日本語ハッシュタグ。 #サッカー #学問のすゝめ",
        "日本語ハッシュタグ サッカー 学問のすゝめ",
    ),
    "ko": ("Hashtags in #中文, #日本語, #한국말, and #русский! Try it out!", "中文 日本語 한국말 русский"),
    "ta": ("#বাংলা #ગુજરાતી #ಕನ್ನಡ #മലയാളം #தமிழ்", "বাংলা ગુજરાતી ಕನ್ನಡ മലയാളം தமிழ்"),
    "th": ("#ผู้เริ่ม #การเมือง #รายละเอียด #นักท่องเที่ยว", "ผู้เริ่ม การเมือง รายละเอียด นักท่องเที่ยว"),
}
RECORDED = {  # answers of X, with the entities that X sent; names and links are other ones
    "th": (
        "Please help. #save12hkyouth #ม็อบ20ตุลา https://t.co/a",
        [("save12hkyouth", 13, 27), ("ม็อบ20ตุลา", 28, 39)],
    ),
    "ko": (
        "RT @somebody: #원호 의 #잇츠라이브 긴장 모먼트💙\n#WONHO’s ‘itsLIVE’ Nervous Moment\n#KPOP #잇츠라이브 htt…",
        [("원호", 14, 17), ("잇츠라이브", 20, 26), ("WONHO", 35, 41), ("KPOP", 69, 74), ("잇츠라이브", 75, 81)],
    ),
}


def hashtags(tweets):
    return {one.word: one.times for one in count_words(tweets, retweets=True) if one.kind == "hashtag"}


@pytest.mark.parametrize("script", OF_X)
def test_hashtags_of_every_script_are_those_of_x_with_and_without_its_entities(script):
    text, tags = OF_X[script]
    for marked in ((), tags.split()):
        page = [tagged(str(at), text, *marked) if marked else Tweet(id=str(at), text=text) for at in range(1, 4)]
        assert hashtags(page) == {f"#{tag.lower()}": 3 for tag in tags.split()}


@pytest.mark.parametrize("script", RECORDED)
def test_hashtags_of_recorded_answers_are_counted_by_the_entities_of_x(script):
    text, marks = RECORDED[script]
    for tag, start, end in marks:
        assert text[start:end] == f"#{tag}"
    entities = Entities(hashtags=tuple(Tag(tag=tag, start=start, end=end) for tag, start, end in marks))
    for given in (entities, None):
        page = [Tweet(id=str(at), text=text, entities=given) for at in range(1, 3)]
        assert hashtags(page) == {f"#{tag.lower()}": 2 for tag, _, _ in marks}
