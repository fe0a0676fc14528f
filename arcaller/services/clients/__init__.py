"""Clients: the card, contacts, groups, pauses, the next step."""
