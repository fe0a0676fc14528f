"""One client, one call: prepared, held and logged on one screen."""
