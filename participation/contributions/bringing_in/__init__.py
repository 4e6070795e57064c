"""Erbij halen: a colleague, a department or another track helps; the first contact stays the contact (I20)."""
