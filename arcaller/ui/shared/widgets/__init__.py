"""Widgets of our own that more than one screen shows."""
