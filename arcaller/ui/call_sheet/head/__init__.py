"""Who it is, whether he may be called now, and what stands in the way."""
