"""What people expected, and what taking part was like: asked, counted, and never shown without their sentences."""
