"""Today: whom to call, in which order, and why."""
