"""Fonts, lines, tables and the page frame every paper is set with."""
