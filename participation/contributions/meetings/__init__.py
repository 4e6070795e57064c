"""A moment that has been: who was there, what was said, and the minutes that a colleague publishes."""
