"""Payment plans as acts: proposed, agreed, followed up, put on paper."""
