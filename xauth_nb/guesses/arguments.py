"""The guesses at arguments: names from tweepy, twarc, pandas and X's own words, each with what is meant.

A line holds the names before the colon; behind it the argument that is meant, "-" for none, and the hint.
"""

from __future__ import annotations

__all__ = ["ARGUMENTS"]


def _arguments(table: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for line in table.strip().splitlines():
        names, _, rest = line.partition(":")
        target, _, hint = rest.strip().partition(" ")
        for name in names.split():
            found.setdefault(name, []).append(("" if target == "-" else target, hint or f"Use {target}=."))
    return found


ARGUMENTS = _arguments(
    """
max_results count n num number num_results max_tweets num_tweets tweets total rows per_page page_size size amount: \
limit Use limit=, \
which is how many come in all; None is for all that X keeps.
max_results n count rows: top Use top=.
since_id min_id newer_than: since Use since=, which takes a tweet or its id too, and days and times.
start_time start start_date since_date from_date date_from after fromdate: since Use since=, such as "2026-09-01".
until_id max_id older_than: until Use until=, which takes a tweet or its id too (itself not included), and days.
end_time end end_date until_date to_date date_to before todate: until Use until=, such as "2026-10-01".
screen_name username user_name user_id id handle account name author screenname: user Use user=, or give it first: \
"@ada", an id, or a User.
screen_name username user_name user_id handle account name user: profile Give it first: login("@ada").
api_key api_secret consumer_key consumer_secret client_id client_secret key secret keys credentials: client Use \
client=ClientCredentials(key, secret), or set X_API_KEY and X_API_SECRET.
access_token access_token_secret token_secret oauth_token oauth_token_secret access_secret: token Use \
token=TokenCredentials(token, token_secret), or set X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET.
bearer_token bearer: profile A bearer token acts for an app alone; login() signs a person in.
sandbox demo test practice: endpoints Call xauth_nb.sandbox.use() first.
port callback_url redirect_uri redirect_url callback_uri redirect: callback Use callback=, such as \
"http://127.0.0.1:8976/callback".
headless browser interactive widget card prompt: ui Use ui="prompt" or ui="widget".
force relogin fresh renew refresh reset: profile Forget the sign-in first: xauth_nb.logout("@ada").
scopes scope permissions permission read_only readonly: access Use access="read", or leave it out to post, too.
keep remember store cache persist keyring: save Use save=False, or save="keyring".
screen_names usernames user_ids names accounts: users
hashtag tag: query Write it into the query: x.search("#name").
near geocode geo within place: query Write it into the query, such as place_country:PT or has:geo.
mode product sort_order sort order_by type: query The newest come first; what else is wanted stands in the query.
q query_string keyword keywords words term text search: query
queries query: queries
tweet_id id status_id post_id: tweet
tweet_id id status_id post_id: id Give it first: an id, an address, or a Tweet.
tweet_ids id_ status_ids: ids
tweet_mode tweet_fields user_fields media_fields place_fields poll_fields: fields Nearly every field comes by itself, \
tweet.full_text whole; fields= asks for the rest.
tweet_mode tweet_fields user_fields media_fields place_fields poll_fields: - Every field comes by itself, \
tweet.full_text whole.
at when schedule scheduled_at schedule_at send_at publish_at: text X's API posts nothing later: run x.post_tweet by \
cron or papermill with key=, which keeps it to once.
expansions: referenced Authors, media, polls and places come by themselves; referenced=True brings the tweets that \
these retweet, quote or answer.
include_rts include_retweets exclude_retweets retweets: exclude Use exclude="retweets" to leave them out.
exclude_replies include_replies replies: exclude Use exclude="replies" to leave them out.
include_rts include_retweets exclude_retweets exclude: query Write -is:retweet into the query, or -is:reply.
lang language result_type: query Write it into the query, such as lang:en.
pagination_token next_token cursor page next_cursor: limit The pages are followed by themselves: limit= says how many.
granularity freq interval period bucket: by Use by="day", "hour" or "minute".
status message content body tweet: text
in_reply_to_status_id in_reply_to_tweet_id in_reply_to reply_to_id reply reply_id: reply_to
quote_tweet_id quoted quote_id attachment_url: quote
media_ids media_id image images filename file photo video files picture: media Use media=: a path, a figure, or several.
alt alt_texts description alt_text_: alt_text
poll_options options: poll
poll_duration_minutes duration duration_minutes: poll_minutes
who_can_reply: reply_settings
unique_id idempotency_key: key
all full everything_ full_archive archive_search: everything Use everything=True.
folder path file output save out: archive Use archive=folder.
user_auth wait_on_rate_limit: - It is not needed: the session signs, and x.patience is how long it may wait for a limit.
timezone zone: tz Use tz=, such as "Europe/Paris".
axes axis: ax
freq period: by
column y: metric
max_rows n limit_: limit
"""
)
"""By the guessed name: the argument that is meant, for calls that have it, and the hint. For "" it holds anywhere."""
