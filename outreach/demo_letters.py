"""The letters of the demo's visits, in every state: prepared, sent, opened, answered, outdated, voided; reminders, thanks."""

import uuid
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from kecamatan.access import Scope
from outreach.actions.letters.answering import Answer, note_opened, shown_of, take_answer
from outreach.actions.letters.prepare import Order, prepare_letters
from outreach.actions.letters.sending import Sent, mark_reminded, mark_sent, void_letter
from outreach.actions.visits.planning import edit_visit, plan_of
from outreach.models import Letter, Visit
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.recipients import recipients_of

#: The demo is at home; links in its letters are made up.
SITE = "https://ektp.contoh.go.id"
#: How far a letter has come, in order; ``proposed``: the head wants another time.
PREPARED, SENT, OPENED, CONFIRMED, PROPOSED = "prepared", "sent", "opened", "confirmed", "proposed"
#: Days before the visit on which its letter is written.
AHEAD = 8


class DemoLetters:
    """Writes the letters of one visit after the other, each at its time."""

    def __init__(self, by: Scope, today: date, chance: Random) -> None:
        self.by, self.today, self.chance = by, today, chance
        self.zone = ZoneInfo(by.kabupaten.time_zone)

    def write(self, visit: Visit, until: str) -> list[Letter]:
        """The letters to the heads of a draft, brought as far as ``until``; the visit moves with them."""
        written = min(visit.day - timedelta(days=AHEAD), self.today - timedelta(days=2))
        heads = [one for one in recipients_of(visit) if one.desa is not None or one.school is not None]
        order = Order(heads, written, uuid.UUID(int=self.chance.getrandbits(128)), SITE)
        letters = prepare_letters(by=self.by, visit=visit, order=order, now=self._at(written, 9))
        if until != PREPARED:
            for letter in letters:
                self._bring(letter, until, written)
        return letters

    def _bring(self, letter: Letter, until: str, written: date) -> None:
        way = self.chance.choice(("hand", "whatsapp"))
        name = (letter.school or letter.desa).head_name or "Sekretaris Desa"
        sent = written + timedelta(days=1)
        mark_sent(by=self.by, letter=letter, sent=Sent(way, name, sent), now=self._at(sent, 11))
        if until == SENT:
            return
        letter.refresh_from_db()
        note_opened(letter=letter, now=self._at(sent, 14))
        if until == OPENED:
            return
        visit = Visit.objects.get(pk=letter.visit_id)
        told = self.chance.randint(10, 45)
        proposal = "Mohon diundur pukul 10.00, pagi ada posyandu." if until == PROPOSED else ""
        letter.refresh_from_db()
        answer = Answer(name, shown_of(visit), proposal=proposal, told=None if proposal else told)
        take_answer(letter=letter, answer=answer, now=self._at(min(sent + timedelta(days=1), self.today), 8))

    def outdate(self, visit: Visit) -> None:
        """The office moves the hours after the letter went out."""
        visit.refresh_from_db()
        plan = replace(plan_of(visit), starts=time(9), ends=time(15))
        edit_visit(by=self.by, visit=visit, plan=plan, seen_version=visit.version, now=self._at(self.today, 8))

    def void(self, letter: Letter) -> None:
        """Written by mistake: it keeps its number."""
        void_letter(by=self.by, letter=letter, reason="Salah alamat.", now=self._at(self.today, 8))

    def remind(self, letter: Letter) -> None:
        """Whoever has not answered is reminded this morning."""
        letter.refresh_from_db()
        name = (letter.school or letter.desa).head_name or "Sekretaris Desa"
        mark_reminded(by=self.by, letter=letter, sent=Sent("whatsapp", name, self.today), now=self._at(self.today, 8))

    def thank(self, visit: Visit, *, send: bool) -> None:
        """The heads hear what came of a visit that is closed."""
        heads = [one for one in recipients_of(visit) if one.desa is not None or one.school is not None]
        order = Order(heads, self.today, uuid.UUID(int=self.chance.getrandbits(128)), SITE, kind=Kind.THANKS)
        for letter in prepare_letters(by=self.by, visit=visit, order=order, now=self._at(self.today, 8)):
            if send:
                sent = Sent("whatsapp", (letter.school or letter.desa).head_name or "Sekretaris Desa", self.today)
                mark_sent(by=self.by, letter=letter, sent=sent, now=self._at(self.today, 8))

    def _at(self, day: date, hour: int) -> datetime:
        """That hour, but never later than now."""
        moment = datetime.combine(day, time(hour, 15), tzinfo=self.zone)
        return min(moment, datetime.now(self.zone))
