"""Foreign ledgers coming in: read, staged, compared, written as one act."""
