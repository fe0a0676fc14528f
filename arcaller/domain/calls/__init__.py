"""A call and what comes of it: whom first, how it ended, when to call again."""
