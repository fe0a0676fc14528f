"""What stands on file about contacting a client."""
