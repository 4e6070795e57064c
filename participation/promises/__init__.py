"""What we owe whom by when."""
