"""Payment plans and their agreements."""
