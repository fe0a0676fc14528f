"""What is known before the phone rings: the ready strip, what is owed, what happened."""
