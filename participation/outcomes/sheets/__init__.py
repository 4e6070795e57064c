"""Sheets that the worker brings in, and the working list that goes out as a sheet and comes back with answers."""
