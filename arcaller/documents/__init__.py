"""Frozen inputs in, PDF out."""
