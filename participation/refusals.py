"""When a rule says no: an exception that carries a plain Dutch sentence, so that nobody ever reads a code."""


class Refused(Exception):
    """A rule was not met. *sentence* tells a person what to do; *field* names the form field it is about."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Conflict(Refused):
    """Somebody else was first; what the person typed must be given back."""
