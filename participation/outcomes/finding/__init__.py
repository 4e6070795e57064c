"""Finding contributions at the desk: what is asked, from which index it is read, and searches that somebody keeps.

For other parts: `search.Search`, `listing.newest(search, before)`, `reading.neighbours(search, contribution_id)` and
`reading.ids(search, limit)`.
"""
