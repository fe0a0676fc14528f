"""Who speaks at this desk, in the language of a script."""

from __future__ import annotations

from arcaller.data.queries.office.users import load_user
from arcaller.services.desk import Desk
from arcaller.services.settings import load_settings
from arcaller.services.talking.talk import Voice
from arcaller.ui.shared.words.formats import Formats
from arcaller.ui.shared.words.speech import Speech


def voice_of(desk: Desk, formats: Formats, language: str) -> Voice:
    """The caller at ``desk`` for his company, amounts and days as ``language`` says them."""
    settings, speech = load_settings(desk.ledger), Speech(language, formats)
    return Voice(
        caller=load_user(desk.ledger, desk.actor_id).name,
        company=settings.text("company_name"),
        phone=settings.text("company_phone"),
        say_amount=speech.say_amount,
        say_day=speech.say_day,
        language=speech.language,
        say_weekday=speech.say_weekday,
        join=speech.join,
    )
