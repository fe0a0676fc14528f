"""How a person may be contacted: stops, hours, consents, the rules of contact and what they say now."""
