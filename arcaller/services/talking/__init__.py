"""What a caller says: scripts, objections, offers, tone and the office's own wording."""
