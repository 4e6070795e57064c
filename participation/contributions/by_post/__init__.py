"""The address of somebody without e-mail, who gets our answer as a letter. Kept apart from the words."""
