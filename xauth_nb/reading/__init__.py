"""What the session reads. Faces: lookups, timelines, searches, people. Each raises what X refuses, and keeps what came.

The hands: a :class:`~xauth_nb.reading.listing.Listing` says what a list is, a source asks for a page of it, a pull
collects pages in one of several ways, and the reader chooses the way.
"""
