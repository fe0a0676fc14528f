"""The agreement itself on screen, and what can be done with it: propose, save, print, mark as agreed."""
