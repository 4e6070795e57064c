"""Two people at one contribution: who looks and who writes is seen, and nobody's text is lost or overwritten."""
