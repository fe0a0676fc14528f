"""Tables of our own: pages of rows read when they are seen, and the view that shows them."""
