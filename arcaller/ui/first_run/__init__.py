"""The first minute: the sample company, a ledger of one's own, or one that is there already."""
