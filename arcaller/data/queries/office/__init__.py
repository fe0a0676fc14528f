"""Settings, users, imports and the journal."""
