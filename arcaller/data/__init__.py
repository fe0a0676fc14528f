"""Tables, journal, migrations and queries of the one local file."""
