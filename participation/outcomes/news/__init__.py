"""News for everybody who took part: its sentences, the messages in between, and the mails that the worker makes."""
