"""The client card: everything about a client that is not a call, edited and saved by keys."""
