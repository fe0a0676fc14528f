"""The plans of all clients, and each one's agreement."""
