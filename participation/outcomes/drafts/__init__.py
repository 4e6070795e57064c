"""Drafts that somebody put away, and takes up again: before publication everything can be undone."""
