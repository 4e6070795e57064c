"""People who sign in: who they are, in which department, and what role they have."""
