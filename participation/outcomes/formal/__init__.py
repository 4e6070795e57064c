"""Formal messages: an objection, a view, a complaint or a report goes to whoever deals with it, with its date (I32)."""
