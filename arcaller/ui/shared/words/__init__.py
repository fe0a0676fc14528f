"""Values as the interface says them: amounts, dates and times, next steps, groups; and as a caller speaks them."""
