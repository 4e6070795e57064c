"""What a colleague fills in to begin a track: six answers, and the choice to ask residents."""

ASKED = {
    "choice": "yes", "fixed": "no", "means": "yes", "listens": "yes", "notice": "yes", "enough": "yes",
    "choice_made": "ask", "reason": "Bewoners weten hier meer van dan wij.", "doe": "kies",
}  # fmt: skip
