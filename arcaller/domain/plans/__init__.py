"""Payment plans on paper: terms, schedules, settlements, offers, how a plan stands."""
