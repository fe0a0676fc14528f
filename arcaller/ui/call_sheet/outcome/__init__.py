"""How the call ended: note, outcome bar, the fields of an outcome."""
