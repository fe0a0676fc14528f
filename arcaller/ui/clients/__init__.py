"""The list of all clients: search as you type, sort, open."""
