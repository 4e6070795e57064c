"""Photos and documents that come with a contribution: checked, drawn anew, shown only after a colleague looked."""
