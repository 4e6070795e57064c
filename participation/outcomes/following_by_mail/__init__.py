"""Following a track, a question, an area or one contribution by mail: confirmed first, ended with one click."""
