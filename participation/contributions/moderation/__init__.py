"""What stands on the website and what does not: data of people, hiding with an answer back, and what readers report."""
