"""The guesses: names that people try, from tweepy, twarc, pandas and X's own words, each with the call that it means.

A line holds the names before the colon, and behind it the hint, one sentence or two. Hints name calls that exist.
"""

from __future__ import annotations

from xauth_nb.guesses.doors import DOORS

__all__ = ["NAMES"]


def _names(table: str) -> dict[str, str]:
    lines = (line.partition(":") for line in table.strip().splitlines())
    return {name: hint.strip() for names, _, hint in lines for name in names.split()}


_SESSION = """
block unblock: X's API blocks nobody by a token of OAuth 1.0a. x.mute(user) does what it can; block on x.com.
bookmark unbookmark: X takes bookmarks with OAuth 2.0 alone. x.bookmarks() reads them, and x.like(tweet) is a mark too.
edit update_tweet: Use x.edit_tweet(tweet, text); X edits for Premium accounts alone, within an hour.
pin_tweet unpin_tweet: X's API pins no tweet. Pin it on x.com, at the tweet's menu.
schedule_tweet schedule: X's API posts nothing later. Run x.post_tweet by cron or papermill; key= keeps it to once.
filter sample Stream StreamingClient filter_stream search_stream firehose stream_tweets: X streams to an app's own \
token alone. x.search(query, archive=folder), \
run again and again, brings what is new.
trends get_place_trends available_trends trends_place get_trends trending get_trending: X's trends are for an app's \
own token. x.counts(query) says how \
much is written about something.
send_direct_message create_direct_message direct_messages get_direct_messages send_dm send_message dm get_messages \
messages: Messages have no verb here. \
X's own call is x.post('/2/dm_conversations/with/ID/messages', json={'text': text}).
search_recent_tweets search_tweets search_recent recent_search find search_posts search_tweet query fetch \
search_keyword search_term: Use x.search(query, limit=100).
search_all_tweets search_all full_archive_search search_full_archive: Use x.search(query, everything=True).
search_users find_users: Use x.users('/2/users/search', query=words).
get_users_tweets user_timeline get_user_timeline get_timeline user_tweets get_user_tweets tweets_of get_tweets_of \
get_posts_of get_posts fetch_tweets fetch_timeline get_user_posts user_posts posts posts_of: Use x.timeline(user, \
limit=100).
home_timeline get_home_timeline reverse_chronological get_home_posts feed get_feed for_you following_timeline: Use \
x.home(limit=100).
mentions_timeline get_users_mentions get_mentions: Use x.mentions(user, limit=100).
create_tweet tweet send_tweet post_status create_post make_tweet write publish: Use x.post_tweet(text).
draft preview: Use x.compose(text), which shows the post before it is sent.
update_with_media update_status_with_media tweet_with_media post_image: Use x.post_tweet(text, media=file).
create_thread thread tweet_thread: Use x.post_thread([first, second]).
reply create_reply reply_to: Use x.post_tweet(text, reply_to=tweet). x.replies_to(tweet) reads replies.
destroy_status remove_tweet destroy_tweet delete_status delete_post: Use x.delete_tweet(tweet).
get_status show_status status lookup_tweet tweet_by_id get_tweet_by_id get_post tweet_detail: Use x.get_tweet(id).
lookup_statuses statuses_lookup hydrate tweet_lookup lookup lookup_tweets: Use x.get_tweets(ids).
get_user_by_username user_lookup show_user lookup_user get_user_by_id get_profile profile get_user_info user_info \
get_user_id user_by_screen_name get_user_by_screen_name: Use x.get_user(name).
lookup_users users_lookup get_users_by_usernames: Use x.get_users(names).
get_me whoami myself user_id my_id current_user: Use x.me(); x.user is kept once it is known.
username name handle: Use x.screen_name.
get_followers get_users_followers followers_ids get_follower_ids follower_ids get_followers_ids get_user_followers \
user_followers: Use x.followers(user, limit=100).
friends get_friends get_following get_users_following friends_ids get_friend_ids get_user_following user_following: \
Use x.following(user, limit=100).
create_friendship follow_user follow_by_username: Use x.follow(user).
destroy_friendship unfollow_user: Use x.unfollow(user).
create_favorite favorite like_tweet favourite like_post heart favorite_tweet: Use x.like(tweet).
destroy_favorite unfavorite unlike_tweet: Use x.unlike(tweet).
favorites get_favorites get_liked_tweets liked_tweets get_likes: Use x.likes(user, limit=100).
retweet create_retweet retweet_post retweet_tweet share: Use x.repost(tweet).
unretweet destroy_retweet: Use x.unrepost(tweet).
get_retweeters retweeters retweeted_by get_retweeter_ids reposters: Use x.reposters_of(tweet).
get_retweets retweets reposts_of retweets_of: Use x.tweets('/2/tweets/ID/retweets'); x.reposters_of(tweet) lists who.
get_quote_tweets quotes quote_tweets get_quotes: Use x.quotes_of(tweet).
get_liking_users liking_users likers get_likers likers_of: Use x.users('/2/tweets/ID/liking_users').
replies get_replies replies_of comments: Use x.replies_to(tweet), or x.conversation(tweet) for all of it.
get_conversation get_thread conversations: Use x.conversation(tweet).
get_recent_tweets_count get_recent_tweets_counts get_all_tweets_count tweet_counts count get_counts volume \
counts_recent tweet_count count_tweets get_counts_recent: Use x.counts(query, by="day").
media_upload upload simple_upload chunked_upload upload_image: Use x.upload_media(file), or post with media=file.
get_list_tweets list_timeline: Use x.list_tweets(list, limit=100).
get_list_members: Use x.list_members(list).
get_lists get_owned_lists owned_lists: Use x.lists(user).
get_bookmarks: Use x.bookmarks(limit=100).
get_blocked blocks: Use x.blocked().
get_muted mutes: Use x.muted().
rate_limit_status rate_limits rate_limit: Use x.limits, which tells what X last said.
cost spent price usage get_usage: Use x.costs; x.budget limits it.
user_timelines get_timelines many_timelines: Use x.timelines(users).
search_many multi_search: Use x.searches(queries).
Paginator Cursor paginate pages: Use limit=, or limit=None for all that X keeps; the pages are followed by themselves.
is_authenticated is_logged_in logged_in authenticated is_authorized: A session is signed in; x.me() asks X \
whose it is.
get_friendship lookup_friendships show_friendship friendship exists_friendship is_following follows: Compare lists: \
{user.id for user in x.following(name)}, and x.followers(name).
download download_media save_media get_media: Take the addresses: [one.url for one in tweet.media], for requests.get.
open_archive get_archive read_archive load_archive archive: Use Tweets.open_archive(folder), or \
Tweets.from_archive(folder).
from_file read_file load_file read_jsonl: Use Tweets.from_file(path).
get_list list lookup_list: Use x.list_tweets(list), x.list_members(list), or x.lists(user).
get_space search_spaces spaces get_spaces compliance_job create_compliance_job: It has no verb here. A raw call has a \
path: x.get("/2/spaces/ID").
budget_left remaining_budget credits balance: Take x.budget, which is what may be spent, less x.costs.total.
log_out signout sign_out revoke: Use x.logout().
on_status on_tweet on_data: X streams to an app's own token alone. x.search(query, archive=folder), run again and \
again, brings what is new.
client api session: This session is the client: x.search(query), x.timeline(user), x.post_tweet(text).
tweets_lookup get_tweets_from_file hydrate_ids hydrate_file read_ids: Use x.get_tweets(ids), a list or a file of ids.
dehydrate write_ids: Use Tweets.open_archive(folder).write_ids(path), or [tweet.id for tweet in tweets].
get_retweets_of_me retweets_of_me reposts_of_me: Use x.tweets("/2/users/reposts_of_me").
set_bearer_token bearer_token: No bearer token is needed: the app's own token comes by the API key, where a call asks.
update_profile update_profile_image update_profile_banner set_profile: X's API changes no profile. Do it on x.com.
hashtag search_hashtag hashtags: Use x.search("#name").
export save to_csv write_csv: Tweets are saved where they were read: tweets.to_csv(path); archive=folder keeps them.
close_session disconnect: Use x.close(), or x.logout() to forget the sign-in.
edges network to_networkx graph: Read tweets first: x.search(query).edges("retweets").
to_pandas to_df df: Read first: x.timeline(user).to_pandas().
snscrape TwitterSearchScraper twint scrape: Use x.search(query), or x.timeline(user).
login sign_in authenticate: This session is signed in; xauth_nb.login() makes another one.
"""

_TWEET = """
user owner username_ author_user: Take tweet.author, with username and name.
screen_name author_username author_handle author_screen_name: Take tweet.author.username (author is None where X did \
not send who wrote it).
author_name name: Take tweet.author.name.
user_id: Take tweet.author_id.
likes like_count favorite_count favourite_count likes_count favorites: Take tweet.public_metrics.like_count.
retweets retweet_count reposts repost_count: Take tweet.public_metrics.retweet_count; x.reposters_of(tweet) lists who.
replies reply_count replies_count: Take tweet.public_metrics.reply_count; x.replies_to(tweet) reads them.
quotes quote_count: Take tweet.public_metrics.quote_count; x.quotes_of(tweet) reads them.
views view_count impressions impression_count: Take tweet.public_metrics.impression_count.
bookmarks bookmark_count: Take tweet.public_metrics.bookmark_count.
metrics: Take tweet.public_metrics.
retweeted_by retweeters reposters: Use x.reposters_of(tweet).
get_replies get_comments: Use x.replies_to(tweet).
hashtags_list tag_list: Take tweet.hashtags.
has_media media_urls: Take tweet.media, which is empty where there are none.
is_retweeted is_original is_repost: Take tweet.reference("retweeted"), which is None of an original.
lang_code iso_language_code: Take tweet.lang.
sentiment polarity: Use a model of yours on tweet.full_text.
html to_html embed oembed: Let a cell end with it; xauth_nb draws its card.
save to_csv to_file: Use Tweets([tweet]).to_csv(path), or tweet.to_json().
full_text_clean clean_text cleaned_text: Use Tweets([tweet]).clean_text().
reply_to_user reply_to_username: Take tweet.in_reply_to_user_id; x.get_user(int(id)) finds the name.
date timestamp created time datetime posted_at: Take tweet.created_at.
content body message rawContent raw_text note: Take tweet.full_text.
id_str tweet_id: Take tweet.id, which is a string.
permalink link tweet_url: Take tweet.url.
language: Take tweet.lang.
hashtag tags: Take tweet.hashtags.
links expanded_urls: Take [url.target for url in tweet.urls].
user_mentions mentioned_users: Take tweet.mentions, each with username and id.
photos images image video videos extended_entities medias: Take tweet.media.
is_retweet retweeted_status is_rt: Take tweet.retweeted, or tweet.reference("retweeted") for its id.
quoted_status quoted_tweet is_quote_status is_quote: Take tweet.quoted, or tweet.reference("quoted") for its id.
in_reply_to_status_id in_reply_to_tweet_id reply_to parent in_reply_to is_reply: Take tweet.reference("replied_to"), \
the id of what it answers.
in_reply_to_screen_name: Take tweet.in_reply_to_user_id; x.get_user(int(id)) finds the name.
coordinates location: Take tweet.place, or tweet.geo.
json _json raw data dict: Take tweet.to_dict(), or x.get(f"/2/tweets/{tweet.id}").json() for X's own words.
to_pandas to_df df: Take Tweets([tweet]).to_pandas().
client device: Take tweet.source, which X sends no more.
favorite like: Use x.like(tweet).
retweet repost: Use x.repost(tweet).
reply: Use x.post_tweet(text, reply_to=tweet).
quote: Use x.post_tweet(text, quote=tweet).
delete destroy: Use x.delete_tweet(tweet).
thread conversation: Use x.conversation(tweet).
open browse: webbrowser.open(tweet.url) does.
url_list outlinks tcooutlinks: Take [url.target for url in tweet.urls].
in_reply_to_user: Take tweet.in_reply_to_user_id; x.get_user(int(id)) finds the name.
source_label source_url: Take tweet.source, which X sends no more.
rendered_content text_full: Take tweet.full_text, which is whole where the original of a retweet came along.
truncated is_truncated: Take tweet.full_text; tweets.to_pandas() has a column is_cut.
edits edit_history versions is_edited: Take tweet.edit_history_tweet_ids.
engagement engagements engagement_rate: Take tweet.public_metrics, with like_count, retweet_count and others.
poll_options poll_votes options votes: Take tweet.poll, with its options.
get items keys values pop: A tweet is a record: tweet.text, or tweet.to_dict()["text"].
show display: It shows itself: let a cell end with it, or use display(tweet).
"""

_USER = """
screen_name handle user_name login: Take user.username.
display_name full_name: Take user.name.
id_str user_id: Take user.id, which is a string.
followers_count followers follower_count: Take user.public_metrics.followers_count; x.followers(user) lists them.
friends_count following_count following friends: Take user.public_metrics.following_count; x.following(user) lists them.
statuses_count tweet_count tweets_count num_tweets: Take user.public_metrics.tweet_count.
tweets timeline statuses: Use x.timeline(user, limit=100).
favourites_count like_count likes likes_count: Take user.public_metrics.like_count; x.likes(user) reads them.
num_followers followers_list follower_list: Take user.public_metrics.followers_count; x.followers(user) lists them.
age account_age: Take user.created_at.
description_urls: Take user.full_description, with its links whole.
listed_count: Take user.public_metrics.listed_count.
media_count: Take user.public_metrics.media_count.
metrics: Take user.public_metrics.
bio about: Take user.full_description.
profile_image avatar profile_image_url_https image picture: Take user.profile_image_url.
banner profile_banner: Take user.profile_banner_url.
created date joined: Take user.created_at.
is_protected private: Take user.protected.
website link: Take user.url, or user.profile_url for the profile.
homepage blog: Take user.url, or user.profile_url for the profile.
displayname: Take user.name.
get_followers: Use x.followers(user, limit=100).
get_friends get_following: Use x.following(user, limit=100).
get_tweets get_timeline: Use x.timeline(user, limit=100).
get items keys values pop: A user is a record: user.username, or user.to_dict()["username"].
follow: Use x.follow(user).
unfollow: Use x.unfollow(user).
json _json raw dict data: Take user.to_dict(), or x.get(f"/2/users/{user.id}").json() for X's own words.
"""

_FRAME = """
df dataframe DataFrame frame pandas to_df to_dataframe to_frame as_dataframe as_df: Use {it}.to_pandas().
to_json to_dict to_markdown to_sql to_html export describe groupby value_counts query loc \
iloc columns shape dtypes sort_values iterrows assign merge apply info values mean \
median sum std hist pivot pivot_table resample set_index reset_index \
rename dropna fillna isna agg aggregate nlargest nsmallest melt join corr \
to_feather to_stata to_clipboard to_hdf to_numpy: Use {it}.to_pandas(), and pandas' own \
calls on it.
"""

_TWEETS = (
    _FRAME.format(it="tweets")
    + """
save write dump: Use tweets.to_parquet(path, raw=True); archive=folder, where tweets are read, keeps all of them.
load read open: Use Tweets.from_archive(folder), or Tweets.from_file(path).
polars to_pl: Use tweets.to_polars().
arrow: Use tweets.to_arrow().
head first: Take tweets[:5].
tail last: Take tweets[-5:].
sample: Use random.sample(list(tweets), 5).
data items tweets statuses results: They are a sequence: for tweet in tweets, tweets[0], len(tweets).
to_list tolist list: Use list(tweets).
texts text full_text full_texts: Take [tweet.full_text for tweet in tweets].
ids id: Take [tweet.id for tweet in tweets].
dates created_at: Take [tweet.created_at for tweet in tweets].
likes like_count public_metrics: Use tweets.to_pandas()["like_count"].
includes: What came along is joined: tweet.author, tweet.media; or tweets.users, tweets.media, tweets.referenced.
meta result_count: len(tweets) counts them; tweets.provenance says where they came from.
next_page more next: Ask for more with limit=, where they were read.
authors author: Take tweets.users, by id; each tweet has its own tweet.author.
hashtags urls mentions links: Use tweets.entities("hashtags"), or another kind.
size length total n: Use len(tweets).
most_liked top best most_retweeted max min largest most_popular: Use tweets.sorted(lambda tweet: \
tweet.public_metrics.like_count, reverse=True)[:5].
by_author by_user from_user of_author filter_by contains search grep between find_all matching: Use \
tweets.filter(lambda tweet: …), such as "word" in tweet.full_text.
group_by: Use tweets.to_pandas().groupby("author_username").
stats summary statistics overview: Use tweets.to_pandas().describe(), or tweets.plot_activity().
get_hashtags hashtag_counts top_hashtags count_hashtags: Use tweets.words(), hashtags among them, or \
tweets.entities("hashtags").
wordcount word_count count_words frequencies: Use tweets.words(), or tweets.plot_words().
text_list all_text corpus: Take [tweet.full_text for tweet in tweets].
to_edges user_network mention_network retweet_network edge_list edgelist: Use tweets.edges("retweets"), or \
tweets.to_networkx("retweets").
to_xlsx: Use tweets.to_excel(path).
to_pickle pickle: Use tweets.to_jsonl(path); pickle.dump takes tweets too.
download download_media save_media: Take the addresses: [one.url for tweet in tweets for one in tweet.media].
plot_sentiment: Use a model of yours on tweets.clean_text().
plot_hashtag plot_tags: Use tweets.plot_words(top=20), hashtags among them.
plot hist: Use tweets.plot_activity(), plot_engagement(), plot_words() or plot_network().
wordcloud word_cloud top_words word_counts word_frequencies: Use tweets.words(), or tweets.plot_words().
graph network to_graph to_gexf to_networkx_graph: Use tweets.to_networkx("retweets"), or tweets.edges("retweets").
drop_duplicates deduplicate dedup distinct: Use tweets.unique().
sort order_by sort_by: Use tweets.sorted(key), newest first with reverse=True.
append extend add concat: Add two with +: tweets + others.
where select: Use tweets.filter(lambda tweet: …).
no_retweets exclude_retweets drop_retweets originals: Use tweets.without_retweets().
clean cleaned clean_texts: Use tweets.clean_text().
timeline: Use tweets.plot_activity(by="day").
html: Use tweets.show(limit=100).
plot_timeline plot_dates plot_time plot_over_time: Use tweets.plot_activity(by="day").
plot_hashtags plot_wordcloud word_cloud: Use tweets.plot_words(top=20), hashtags among them.
plot_likes plot_metrics: Use tweets.plot_engagement().
reverse reversed: Take tweets[::-1].
map: Use [function(tweet) for tweet in tweets].
flatten normalize json_normalize: They are flat in tweets.to_pandas(), with a row for each.
sentiment polarity: Use [model(text) for text in tweets.clean_text()], with a model of yours.
to_gexf to_graphml to_gephi write_gexf: Use networkx.write_gexf(tweets.to_networkx("retweets"), path).
thread tree depth: Use tweets.show(thread=True), or tweets.threads() for a frame.
"""
)

_USERS = (
    _FRAME.format(it="users")
    + """
data items users results: They are a sequence: for user in users, users[0], len(users).
followers_count followers public_metrics: Use users.to_pandas(), with a column for each count.
reverse reversed: Take users[::-1].
names usernames screen_names handles username usernames_list: Take [user.username for user in users].
ids id: Take [user.id for user in users].
head first: Take users[:5].
tail last: Take users[-5:].
to_list tolist list: Use list(users).
size length total: Use len(users).
sort sort_values order_by: Use users.sorted(lambda user: user.public_metrics.followers_count, reverse=True).
drop_duplicates deduplicate distinct: Use users.unique().
most_followed top largest: Use users.sorted(lambda user: user.public_metrics.followers_count, reverse=True)[:5].
where select query: Use users.filter(lambda user: …).
append extend add concat: Add two with +: users + others.
"""
)

_DRAFT = """
send publish submit tweet_it post_tweet post_it confirm approve go: Use draft.post().
preview show display card: It shows itself: let a cell end with it, or use display(draft).
cost dollars: Take draft.price, in US dollars.
length len characters count: Take draft.weighted_length, as X counts.
valid is_valid ok can_post: Take draft.is_ready; draft.problems says why not.
body content_text status: Take draft.text.
id url: Post it first: draft.post().id.
cancel discard delete abort: Nothing was sent; leave it, and nothing will be.
word_count words: Take draft.weighted_length, as X counts.
reply_to in_reply_to quote: They were given to x.compose(text, reply_to=tweet), whose card shows them.
save keep: It is kept nowhere; x.compose(text) makes it again.
edit update: Make another one: x.compose(text).
"""

NAMES = {
    "Draft": _names(_DRAFT),
    "XSession": _names(_SESSION),
    "Tweet": _names(_TWEET),
    "User": _names(_USER),
    "Tweets": _names(_TWEETS),
    "Users": _names(_USERS),
    **{kind: _names(table) for kind, table in DOORS.items()},
}
"""By the name of the class: what is not there, and the sentence that leads on."""
