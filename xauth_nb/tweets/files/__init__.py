"""Tweets as files, out and in: one's own in four forms, and those of other tools and of X itself. It fetches nothing.

``written`` writes. For reading, ``reading`` tells a file's form and what is in it; ``classic`` (API v1.1 and X's own
account archive), ``flattened`` (twarc) and ``rows`` (one's own tables) bring what they know into the form of X's
answers, which ``answers`` makes records of.
"""
