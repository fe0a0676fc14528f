"""How the program looks: named colors, fonts, icons, and the theme that joins them."""
