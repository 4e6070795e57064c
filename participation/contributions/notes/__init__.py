"""Internal notes at a contribution: what colleagues tell each other about it. Residents can ask to read them."""
