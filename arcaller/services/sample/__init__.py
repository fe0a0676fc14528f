"""The made-up company that the first start offers."""
