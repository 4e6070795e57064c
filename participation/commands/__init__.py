"""What can be asked on the command line: one module per command or group of commands (see `cli.py`)."""
