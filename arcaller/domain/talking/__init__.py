"""What is said in a call: scripts, objections, tone and the languages they are written in."""
