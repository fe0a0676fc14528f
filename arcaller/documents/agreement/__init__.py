"""The payment-plan agreement both sides sign: what goes in, its words, its pages."""
