"""What a caller knows before he calls: the sheet, what changed, how the client pays, the agenda."""
