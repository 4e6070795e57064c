"""What we do with what was said: an outcome with a reason, tied to a landing path, followed until it is done."""
