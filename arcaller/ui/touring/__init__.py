"""The tour: a caller's day through the real window by keys, with a picture of every screen and every paper."""
