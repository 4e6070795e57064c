"""Photos and documents of residents."""
