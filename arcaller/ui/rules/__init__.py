"""The page of rules: plain words, sources, what changed, who has read it; trainings."""
