"""Rules of accounts receivable on plain values: true on paper, without a computer."""
