"""The search index and the folding of its texts."""
