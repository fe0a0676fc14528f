"""Acts on promises to pay, and what each business day decides of them."""
