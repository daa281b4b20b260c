import json

from xauth_nb.tweets import READ_PARAMETERS, USER_PARAMETERS, Tweet, User
from xauth_nb.tweets.records import Media, Place, Poll


def parameters_of(spec, path):
    shared = spec["components"]["parameters"]
    given = spec["paths"][path]["get"]["parameters"]
    resolved = [shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in given]
    return {
        each["name"]: set(each["schema"]["items"].get("enum", ())) for each in resolved if "items" in each["schema"]
    }


def test_x_knows_every_field_that_is_asked_for(reference):
    spec = json.loads(reference("openapi-2.159.json").read_text())
    for path in ("/2/tweets", "/2/tweets/search/recent", "/2/users/{id}/tweets", "/2/users/{id}/mentions"):
        allowed = parameters_of(spec, path)
        for name, value in READ_PARAMETERS.items():
            assert set(value.split(",")) <= allowed[name], (path, name)
    allowed = parameters_of(spec, "/2/users/me")
    for name, value in USER_PARAMETERS.items():
        assert set(value.split(",")) <= allowed[name]


def test_the_models_hold_every_field_that_is_asked_for():
    models = {"tweet": Tweet, "user": User, "media": Media, "poll": Poll, "place": Place}
    for kind, model in models.items():
        assert set(READ_PARAMETERS[f"{kind}.fields"].split(",")) <= set(model.__struct_fields__)


def test_the_models_hold_every_field_of_both_api_descriptions(reference):
    old = json.loads(reference("openapi-2.159.json").read_text())["components"]["schemas"]
    new = json.loads(reference("openapi-2.167.json").read_text())["components"]["schemas"]
    renamed = {
        "edit_history_post_ids": "edit_history_tweet_ids",
        "note_post": "note_tweet",
        "referenced_posts": "referenced_tweets",
        "pinned_post_id": "pinned_tweet_id",
        "most_recent_post_id": "most_recent_tweet_id",
    }
    for model, schemas in {
        Tweet: (old["Tweet"], new["Post"]),
        User: (old["User"], new["User"]),
        Media: (old["Media"], new["Media"]),
        Poll: (old["Poll"], new["Poll"]),
        Place: (old["Place"], new["Place"]),
    }.items():
        for schema in schemas:
            names = {renamed.get(name, name) for name in schema["properties"]}
            assert names <= set(model.__struct_fields__), (model, names - set(model.__struct_fields__))
