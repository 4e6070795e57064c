"""What somebody follows, as a sentence that pages and mails share, and where it stands on the website."""

from participation.outcomes.following_by_mail import queries
from participation.outcomes.following_by_mail.models import MailSubscription
from participation.outcomes.sentences import Sentence, say
from participation.words import N_


def followed(one: MailSubscription) -> Sentence:
    """'het traject ‘De Molenstraat’'."""
    if one.area is not None:
        return say(N_("%(area)s, met alle trajecten daar"), area=one.area.name)
    if one.contribution is not None:
        return say(N_("bijdrage %(number)s"), number=one.contribution.number)
    assert one.track is not None
    question = queries.question_of(one)
    if question:
        return say(N_("de vraag ‘%(question)s’ van het traject ‘%(title)s’"), question=question, title=one.track.title)
    return say(N_("het traject ‘%(title)s’"), title=one.track.title)


def path(one: MailSubscription) -> str:
    """Where it is read: the paths of the website, which never change."""
    if one.area is not None:
        return f"/buurten/{one.area.code}"
    if one.contribution is not None:
        return f"/bijdragen/{one.contribution.number}"
    assert one.track is not None
    return f"/trajecten/{one.track.slug}"
