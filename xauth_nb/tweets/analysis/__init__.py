"""What can be counted and joined in many tweets: words, networks, conversations. Plain values; no frame, no picture."""
