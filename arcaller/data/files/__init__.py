"""The ledger as a file: checks, lock, copies."""
