"""A call and what comes of it: whom first, what to say, outcomes, promises."""
