"""One box that finds clients, invoices and commands."""
