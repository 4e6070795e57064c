"""Sheets of what residents said elsewhere: read with care, mapped by a colleague, tried, and brought in."""
