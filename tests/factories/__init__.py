"""Things to test with, one file per concept. Every factory saves and returns a complete, honest thing."""
