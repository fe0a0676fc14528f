"""Screens, item models, theme and runners."""
