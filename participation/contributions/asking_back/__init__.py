"""A question back to the resident: asked once, answered on the own page, and it pauses nothing."""
