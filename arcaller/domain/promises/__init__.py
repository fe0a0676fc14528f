"""Promises to pay: what they cover, when they are kept or broken, how they are typed and confirmed."""
