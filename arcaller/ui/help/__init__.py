"""The help that comes with the program: a page for each screen, read without a network."""
