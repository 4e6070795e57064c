"""What the organ at the end of a landing path decided, and why it decided otherwise (I30)."""
