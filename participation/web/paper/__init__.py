"""Sheets of paper: the reaction form and the poster of a track, as PDF for a screen reader too."""
