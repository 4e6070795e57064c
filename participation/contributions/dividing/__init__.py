"""Who answers: a team first, then a person of it. Rules deal out what comes in; nothing waits with nobody."""
