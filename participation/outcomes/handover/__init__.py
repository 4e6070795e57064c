"""Nothing is left with nobody: who leaves hands over, and residents read who is there now (I33)."""
