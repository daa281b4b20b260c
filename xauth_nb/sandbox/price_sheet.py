"""X's price list as the sandbox keeps it: rows and prices by X's own names, and the row of each call that it answers.

Source: X's docs, "Pricing" (August 2026). The client has a table of its own, and neither comes from the other; a test
holds them against each other.
"""

from __future__ import annotations

__all__ = ["OWNED", "PRICES", "ROWS"]

PRICES = {
    "Posts: Read": 0.005,
    "User: Read": 0.010,
    "Following/Followers: Read": 0.010,
    "List: Read": 0.005,
    "Media: Read": 0.005,
    "Analytics: Read": 0.005,
    "Trend: Read": 0.010,
    "Owned Reads": 0.001,
    "Counts: Recent": 0.005,
    "Counts: All": 0.010,
    "Post: Create": 0.015,
    "Post: Create (with URL)": 0.200,
    "Post: Create (summoned reply)": 0.010,
    "User Interaction: Create": 0.015,
    "Interaction: Delete": 0.010,
    "Content: Manage": 0.005,
    "List: Create": 0.010,
    "List: Manage": 0.005,
    "Media Metadata": 0.005,
    "Mute: Delete": 0.005,
}
"""US dollars: for each record that a read brings, and for each other call that X carries out."""

ROWS = {
    "GET /2/users": "User: Read",
    "GET /2/users/by": "User: Read",
    "GET /2/users/by/username/:username": "User: Read",
    "GET /2/users/:id": "User: Read",
    "GET /2/users/search": "User: Read",
    "GET /2/users/:id/muting": "User: Read",
    "GET /2/users/:id/blocking": "User: Read",
    "GET /2/tweets/:id/liking_users": "User: Read",
    "GET /2/tweets/:id/retweeted_by": "User: Read",
    "GET /2/lists/:id/followers": "User: Read",
    "GET /2/lists/:id/members": "User: Read",
    "GET /2/users/:id/followers": "Following/Followers: Read",
    "GET /2/users/:id/following": "Following/Followers: Read",
    "GET /2/tweets": "Posts: Read",
    "GET /2/tweets/:id": "Posts: Read",
    "GET /2/users/:id/tweets": "Posts: Read",
    "GET /2/users/:id/mentions": "Posts: Read",
    "GET /2/users/:id/timelines/reverse_chronological": "Posts: Read",
    "GET /2/users/:id/liked_tweets": "Posts: Read",
    "GET /2/users/:id/bookmarks": "Posts: Read",
    "GET /2/users/reposts_of_me": "Posts: Read",
    "GET /2/tweets/search/recent": "Posts: Read",
    "GET /2/tweets/search/all": "Posts: Read",
    "GET /2/tweets/counts/recent": "Counts: Recent",
    "GET /2/tweets/counts/all": "Counts: All",
    "GET /2/tweets/:id/retweets": "Posts: Read",
    "GET /2/tweets/:id/quote_tweets": "Posts: Read",
    "GET /2/lists/:id/tweets": "Posts: Read",
    "GET /2/users/:id/owned_lists": "List: Read",
    "GET /2/users/:id/list_memberships": "List: Read",
    "GET /2/users/:id/followed_lists": "List: Read",
    "GET /2/users/:id/pinned_lists": "List: Read",
    "GET /2/lists/:id": "List: Read",
    "GET /2/media": "Media: Read",
    "GET /2/media/:media_key": "Media: Read",
    "GET /2/media/analytics": "Analytics: Read",
    "GET /2/tweets/analytics": "Analytics: Read",
    "GET /2/users/personalized_trends": "Trend: Read",
    "POST /2/users/:id/following": "User Interaction: Create",
    "POST /2/users/:id/muting": "User Interaction: Create",
    "POST /2/users/:id/likes": "User Interaction: Create",
    "POST /2/users/:id/retweets": "User Interaction: Create",
    "DELETE /2/tweets/:id": "Interaction: Delete",
    "DELETE /2/users/:source_user_id/following/:target_user_id": "Interaction: Delete",
    "DELETE /2/users/:id/likes/:tweet_id": "Interaction: Delete",
    "DELETE /2/users/:id/retweets/:source_tweet_id": "Interaction: Delete",
    "DELETE /2/users/:source_user_id/muting/:target_user_id": "Mute: Delete",
    "PUT /2/tweets/:tweet_id/hidden": "Content: Manage",
    "POST /2/lists": "List: Create",
    "PUT /2/lists/:id": "List: Manage",
    "DELETE /2/lists/:id": "List: Manage",
    "POST /2/lists/:id/members": "List: Manage",
    "DELETE /2/lists/:id/members/:user_id": "List: Manage",
    "POST /2/users/:id/followed_lists": "List: Manage",
    "DELETE /2/users/:id/followed_lists/:list_id": "List: Manage",
    "POST /2/users/:id/pinned_lists": "List: Manage",
    "DELETE /2/users/:id/pinned_lists/:list_id": "List: Manage",
    "POST /2/media/metadata": "Media Metadata",
}
"""By what the sandbox calls an operation. ``POST /2/tweets`` is billed by what the post holds."""

OWNED = frozenset(
    {
        "GET /2/users/:id/tweets",
        "GET /2/users/:id/mentions",
        "GET /2/users/:id/liked_tweets",
        "GET /2/users/:id/bookmarks",
        "GET /2/users/:id/followers",
        "GET /2/users/:id/following",
        "GET /2/users/:id/blocking",
        "GET /2/users/:id/muting",
        "GET /2/users/:id/owned_lists",
        "GET /2/users/:id/followed_lists",
        "GET /2/users/:id/list_memberships",
        "GET /2/users/:id/pinned_lists",
    }
)
"""What is cheap with one's own id. X asks that the app is one's own too, and here it is everybody's."""
