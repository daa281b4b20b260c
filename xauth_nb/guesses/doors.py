"""The guesses at what stands around a session and its tweets: the package, costs, ledger, limits, archives, sandbox.

Written as in :mod:`~xauth_nb.guesses.table`.
"""

from __future__ import annotations

__all__ = ["DOORS"]

_PACKAGE = """
Client API Session Twitter TwitterClient TwitterAPI XClient XAPI TwitterAuth Auth OAuth1 OAuth1Session OAuthHandler \
OAuth1UserHandler tweepy auth authenticate sign_in log_in connect Login client authorize get_session: \
Use x = xauth_nb.login(), which gives the session.
search search_tweets search_recent_tweets timeline user_timeline post_tweet create_tweet tweet post update_status \
get_user get_tweet get_tweets get_followers followers following counts conversation like repost home mentions: \
Sign in first: x = xauth_nb.login(). Then x.search(query), x.timeline(user), x.post_tweet(text) and others.
Archive open_archive read_archive from_archive load_archive: Use xauth_nb.Tweets.open_archive(folder), or \
xauth_nb.Tweets.from_archive(folder).
read_tweets load_tweets from_file read_file read_jsonl read_json load read: Use xauth_nb.Tweets.from_file(path).
use_sandbox start_sandbox practice demo fake mock: Use xauth_nb.sandbox.use(), and then xauth_nb.login().
Cursor Paginator: Use limit=, or limit=None for all that X keeps; the pages are followed by themselves.
Stream StreamingClient: X streams to an app's own token alone. x.search(query, archive=folder), run again and again, \
brings what is new.
users sessions list_accounts logins get_accounts: Use xauth_nb.accounts().
signout sign_out log_out revoke: Use xauth_nb.logout().
check diagnose health: Use xauth_nb.doctor().
Widget SignInWidget LoginCard Card LoginButton: Use xauth_nb.LoginWidget().
Credentials Keys Consumer APIKey ApiKey: Use xauth_nb.ClientCredentials(key, secret).
Token AccessToken Tokens: Use xauth_nb.TokenCredentials(token, token_secret).
Error TwitterError TweepyException TweepError XError Unauthorized Forbidden TooManyRequests RateLimitError: \
Every error of the package is an xauth_nb.XAuthError; xauth_nb.RateLimitedError and others are kinds of it.
"""

_COSTS = """
spent dollars amount sum cost price usd money all: Take x.costs.total, in US dollars.
today day month daily by_day history log entries items: It counts since the session began: x.costs.total, and by kind \
x.costs.to_dict().
reset clear zero: It counts since the session began, so a new session begins at 0. x.budget limits it.
left remaining budget limit: Take x.budget, which is what may be spent, less x.costs.total.
uncertain lost unknown doubtful: Take x.costs.in_doubt, in US dollars.
to_pandas to_df df: Use pandas.DataFrame(x.costs.to_dict()).T.
by_kind kinds breakdown details summary: Use x.costs.to_dict().
"""

_LEDGER = """
last latest newest tail: Take x.ledger[-1].
first oldest head: Take x.ledger[0].
entries items posts tweets list all history rows to_list records: It is a sequence: for entry in x.ledger, x.ledger[-1].
to_pandas to_df df dataframe to_dict: Use pandas.DataFrame(list(x.ledger)).
clear delete remove reset forget drop pop: It forgets nothing: that is how a post is sent once. \
x.post_tweet(text, once=False) posts all the same.
search filter query get: Take [entry for entry in x.ledger if "word" in entry.text].
doubtful pending in_doubt unsettled: Take [entry for entry in x.ledger if entry.is_in_doubt].
append add save write note: Use x.post_tweet(text), which notes what it posts.
size length total: Use len(x.ledger).
"""

_LIMITS = """
search timeline post tweets home left used reset resets reset_at resets_at window windows get: \
Use x.limits.remaining("GET", "/2/tweets/search/recent"), or for call, window in x.limits.
to_pandas to_df df to_dict items all list: They are a sequence of pairs: for call, window in x.limits.
wait sleep: Take x.patience, the seconds that a call may wait for a limit.
"""

_ARCHIVE = """
tweets read load to_tweets get_tweets statuses open: Use Tweets.from_archive(folder).
append add update refresh collect extend write save put insert: Name the archive where tweets are read: \
x.search(query, archive=folder) adds what is new.
df dataframe to_df pandas frame: Use archive.to_pandas().
to_polars polars to_pl: Use archive.scan().collect().
to_csv to_excel to_json head tail describe: Use archive.to_pandas(), and pandas' own calls on it.
to_parquet parquet arrow: Use archive.to_arrow().
size length total rows shape: Take archive.count.
sql query execute: Use archive.duckdb().
close: Nothing of it is open.
users authors: Use Tweets.from_archive(folder).users.
hydrate rehydrate: Use x.get_tweets(archive.ids), which reads them anew.
dehydrate to_ids save_ids export_ids: Use archive.write_ids(path).
"""

_SANDBOX = """
session login log_in connect get_session x client_session user_session sign_in_as as_user: Use xauth_nb.sandbox.use() \
and xauth_nb.login(), or xauth_nb.XSession(sb.client, sb.sign_in("ada"), endpoints=sb.endpoints).
user person people accounts usernames names get_user cast: Take sb.users, the names that may sign in; \
sb.world.named("ada") is one of them.
tweets timeline posts statuses data: A session reads them, such as x.timeline("grace").
tweet post post_tweet create_tweet add_tweet: A session posts: x.post_tweet(text).
url uri address host_url server_url: Take sb.base_url.
advance forward travel fast_forward sleep wait tick time now: Use sb.clock.advance(days=1).
reset restart clear reload new: A new Sandbox() begins anew, with the same tweets.
keys key secret credentials consumer app api_key: Take sb.client, the app's key and secret.
token tokens access_token: Use sb.sign_in("ada").
close shutdown quit exit terminate: Use sb.stop().
run serve listen open launch begin: Use sb.start(), or with Sandbox() as sb.
pin get_pin enter_pin authorize: Use sb.approve(url), which gives the PIN.
error raise_error inject fault faults: Use sb.fail(path, ...).
calls log history traffic: Take sb.requests.
save write dump: Give it a file: Sandbox(file=path) keeps what is done in it.
cost costs bill: Take sb.spent, in US dollars.
"""

_CLOCK = """
forward travel tick_days set move skip sleep wait jump add shift set_time fast_forward: Use sb.clock.advance(days=1).
time today date current: Take sb.clock.now(), in Unix seconds.
reset back rewind: Use sb.clock.advance(days=-1).
"""

DOORS = {
    "xauth_nb": _PACKAGE,
    "Costs": _COSTS,
    "Ledger": _LEDGER,
    "Limits": _LIMITS,
    "Opened": _ARCHIVE,
    "Sandbox": _SANDBOX,
    "Clock": _CLOCK,
}
"""Tables by the name of the class; of the package, by its own."""
