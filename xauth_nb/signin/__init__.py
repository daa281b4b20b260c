"""From what is known to a session: the attempt, keeping it, and whose account it may be. Draws nothing, asks nobody."""
