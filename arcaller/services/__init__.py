"""What a caller or supervisor does: one function per act, one transaction."""
