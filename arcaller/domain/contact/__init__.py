"""When and how a client may be contacted: numbers, zones, clocks, rules."""
