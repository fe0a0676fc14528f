"""Figures and lists for reports and exports."""
