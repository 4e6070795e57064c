"""What the demo shows of a resident who keeps what she said together, over two tracks."""

from datetime import datetime

from participation.contributions.own import actions, signing_in
from participation.contributions.own.models import OwnLink
from participation.demo.content import Table
from participation.demo.script import Course, Stage
from participation.demo.voices import VoiceCourse


def courses(stage: Stage, voices: list[VoiceCourse], told: Table) -> list[Course]:
    """Each overview with its own course."""
    by_key = {voice.told["key"]: voice for voice in voices}
    return [OverviewCourse(stage, by_key, one) for one in told["overviews"]]


class OverviewCourse(Course):
    """The resident uses the link, fills in the codes, and asks for mail about some of them."""

    def __init__(self, stage: Stage, voices: dict[str, VoiceCourse], told: Table) -> None:
        super().__init__(stage.days)
        self.voices, self.told = voices, told
        self.then(told["day"], self._gather, at=told["at"])

    def _gather(self, now: datetime) -> None:
        token = signing_in.new_link(OwnLink(email=self.told["email"], at=now))
        account, made = signing_in.use_link(token, now=now)
        for key in self.told["contributions"]:
            actions.add(account, self.voices[key].contribution, now=now)
        for key in self.told["mailed"]:
            actions.mail_to(account, self.voices[key].contribution, True, now=now)
        signing_in.sign_out(made, now=now)
