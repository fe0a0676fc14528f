"""The caller's day as acts: start, log, follow up, skip and put back."""
