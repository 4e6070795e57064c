"""A second look: once per answer the resident says that it is not right, and somebody else answers (C19)."""
