"""The window put together: screens, doors, and what leads from one to the other."""
