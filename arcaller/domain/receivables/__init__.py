"""What is owed and since when: aging, allocation, interest, patterns of payment, metrics."""
