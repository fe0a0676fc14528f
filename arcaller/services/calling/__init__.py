"""The caller's day as acts: prepare, talk, log, follow up."""
