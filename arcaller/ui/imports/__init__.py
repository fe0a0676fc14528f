"""Bringing a file into the ledger: looked at, compared, imported, taken back."""
