"""What the office has settled: company, calling, plans, limits; and the look of this computer."""
