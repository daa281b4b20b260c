"""Tweets in columns, and the columns as a frame of pandas, of polars or of Arrow. Each has one file and one key."""
