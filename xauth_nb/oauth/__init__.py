"""From client credentials to token credentials: the exchange, the loopback callback, and the store."""
