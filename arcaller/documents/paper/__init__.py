"""What every paper is made of: its sender, fonts, lines, tables, the page frame and the ways to pay."""
