"""What we tell somebody without e-mail, on paper: waiting, printed, and on the post."""
