"""What one resident keeps together by choice, with nothing but an e-mail address. A resident is never a `User`."""
