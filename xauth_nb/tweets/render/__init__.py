"""Tweets and users as static HTML and as plain text. No scripts, and nothing is loaded unless media are asked for."""
