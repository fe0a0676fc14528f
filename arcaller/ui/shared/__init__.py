"""What every screen stands on: the theme, the runners, formats and widgets."""
