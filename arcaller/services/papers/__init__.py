"""Papers that are saved beside the ledger."""
