"""Promises of all clients, and their written confirmation."""
