"""What one resident said on several occasions, when that resident tells us so with both codes."""
