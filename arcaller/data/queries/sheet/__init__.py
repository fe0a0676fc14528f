"""What a call sheet shows."""
