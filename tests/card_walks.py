"""The card as its table of states has it: what stands in each state, and the ways through all of them.

``tests/notebook/test_states.py`` walks them in Python, ``tests/browser/test_card_states.py`` in a page.
"""

from __future__ import annotations

__all__ = ["KEYS", "ROWS", "WALKS"]

KEYS = ("API Key", "API Key Secret")
ROWS = {  # state: what stands in the card, its filled button, the others, and where the keyboard goes on
    "needs keys": (KEYS, "Continue", ["Cancel"], "API Key"),
    "needs secret": (KEYS, "Continue", ["Cancel"], "API Key Secret"),
    "asking": ((), None, [], None),
    "checking": (("PIN",), "Sign in", ["Start again", "Cancel"], None),
    "link ready": (("PIN",), "Sign in", ["Start again", "Cancel"], "link"),
    "answer refused": (("PIN",), "Sign in", ["Start again", "Cancel"], "PIN"),
    "keys refused": ((), "Use other keys", ["Start again"], "Use other keys"),
    "failed": ((), "Start again", [], "Start again"),
    "cancelled": ((), "Start again", ["Use other keys"], "Start again"),
    "signed in": ((), None, ["Use another account", "Sign out"], None),
    "signed out": ((), "Start again", ["Use other keys"], "Start again"),
    "closed": ((), None, [], None),
}

WALKS = [  # each step: event → state, words that must be there, words that must not
    ("keys, half by half", {}, [
        ("", "needs keys", "Consumer Keys", "missing"),
        ("press: Continue", "needs keys", "The API Key is missing", ""),
        ("API Key: right", "needs secret", "", "missing"),
        ("press: Continue", "needs secret", "The API Key Secret is missing", "API Key is missing"),
        ("API Key Secret: right", "link ready", "Pressed Cancel there?", "missing"),
    ]),
    ("the secret first", {}, [
        ("", "needs keys", "", ""),
        ("API Key Secret: right", "needs keys", "", "empty"),
        ("API Key: right", "link ready", "", "missing"),
    ]),
    ("keys that cannot be", {}, [
        ("", "needs keys", "", ""),
        ("API Key: unusable", "needs secret", "", ""),
        ("API Key Secret: right", "needs keys", "was not copied whole or clean", ""),
        ("API Key: right", "needs secret", "", "not copied whole"),
        ("press: Cancel", "cancelled", "cancelled", ""),
        ("press: Start again", "needs keys", "", "cancelled"),
    ]),
    ("wrong keys", {}, [
        ("", "needs keys", "", ""),
        ("API Key: wrong", "needs secret", "", ""),
        ("API Key Secret: wrong", "keys refused", "does not accept the API key and secret", ""),
        ("press: Start again", "keys refused", "does not accept the API key and secret", ""),
        ("press: Use other keys", "needs keys", "Consumer Keys", "does not accept"),
    ]),
    ("answers that do not do", {"client": True}, [
        ("", "link ready", "", ""),
        ("press: Sign in", "answer refused", "The box is empty", ""),
        ("PIN: none", "answer refused", "not a PIN", "The box is empty"),
        ("press: Sign in", "answer refused", "not a PIN", "The box is empty"),  # the click that follows leaving the box
        ("PIN: of another link", "answer refused", "belongs to another sign-in", "not a PIN"),
        ("PIN: wrong", "failed", "does not accept this PIN", "another sign-in"),
        ("press: Start again", "link ready", "", "does not accept"),
        ("PIN: denied", "failed", "Cancel was pressed on X's page", ""),
        ("press: Start again", "link ready", "", "Cancel was pressed"),
        ("PIN: right", "signed in", "Signed in as @ada", ""),
    ]),
    ("X in trouble", {"client": True}, [
        ("", "link ready", "", ""),
        ("X fails: 1", "link ready", "", ""),
        ("PIN: right", "answer refused", "status 503", ""),
        ("PIN: right", "signed in", "Signed in as @ada", "503"),
        ("sign out elsewhere", "signed out", "revoked and forgotten", ""),
        ("X fails: 9", "signed out", "", ""),
        ("press: Start again", "failed", "status 503", "revoked"),
    ]),
    ("start again and cancel", {"client": True}, [
        ("", "link ready", "", ""),
        ("press: Start again", "link ready", "", ""),
        ("press: Cancel", "cancelled", "The sign-in was cancelled", ""),
        ("press: Use other keys", "needs keys", "Consumer Keys", "cancelled"),
        ("press: Cancel", "cancelled", "The sign-in was cancelled", ""),
        ("press: Start again", "link ready", "", "cancelled"),
        ("close", "closed", "was closed", ""),
    ]),
    ("another account than expected", {"client": True, "expect": "@grace"}, [
        ("", "link ready", "", ""),
        ("PIN: right", "failed", "@ada signed in, but this notebook expects @grace", ""),
        ("press: Start again", "link ready", "", "expects"),
        ("PIN: of grace", "signed in", "Signed in as @grace", "expects"),
    ]),
    ("a profile that is not kept", {"client": True, "profile": "@ada"}, [
        ("", "link ready", "No sign-in of @ada is kept here", ""),
        ("PIN: right", "signed in", "Signed in as @ada", "No sign-in of"),
    ]),
    ("out and in again", {"client": True}, [
        ("", "link ready", "", ""),
        ("PIN: right", "signed in", "4,812 followers · 611 following", "Also kept"),
        ("press: Sign out", "signed out", "The token was revoked and forgotten", "Signed in as"),
        ("press: Use other keys", "needs keys", "", "revoked"),
    ]),
    ("another account", {"client": True}, [
        ("", "link ready", "", ""),
        ("PIN: right", "signed in", "Signed in as @ada", ""),
        ("press: Use another account", "link ready", "Until then @ada stays signed in", ""),
        ("press: Cancel", "signed in", "Signed in as @ada", "cancelled"),
        ("press: Use another account", "link ready", "choose the other account first", ""),
        ("PIN: of grace", "signed in", "Signed in as @grace", "the other account first"),
        ("press: Sign out", "signed out", "revoked", ""),
    ]),
]  # fmt: skip
