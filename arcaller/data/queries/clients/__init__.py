"""The client list and search."""
