"""Points that are about the same are gathered into a theme, by hand."""
