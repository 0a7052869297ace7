"""How far letters have come: for the page of a visit, for the register, and what waits for an answer or a reminder."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.access import Scope
from kecamatan.figures import number_text
from outreach.access import letters_for
from outreach.models import Letter, LetterAnswer, LetterEvent, Visit

#: Days before a visit on which its heads are reminded.
REMIND_AT = (3, 1)


@dataclass(frozen=True)
class Stage:
    """One stage of a letter's way. ``at``: when it was reached, None where not yet; ``day``: on which day, where somebody
    said so; ``words``: what is known beside it."""

    label: str
    at: datetime | None
    words: str = ""
    day: date | None = None

    @property
    def reached(self) -> bool:
        return self.at is not None


@dataclass(frozen=True)
class Course:
    """A letter and how far it has come: prepared, sent, opened, place confirmed, people told."""

    letter: Letter
    sent: LetterEvent | None
    opened: LetterEvent | None
    answer: LetterAnswer | None
    reminded: tuple[LetterEvent, ...] = ()

    @property
    def stages(self) -> list[Stage]:
        """In the order in which they come; a proposal stands in the place of the confirmation, not reached."""
        answer = self.answer
        outdated = self.letter.is_outdated
        confirmed = answer.at if answer and answer.confirms and not outdated else None
        instead = ""
        if answer and not confirmed:
            instead = _("the earlier plan was") if answer.confirms else _("another is proposed")
        told = answer.told if answer else None
        people = "" if told is None else ngettext("%(many)s person", "%(many)s people", told)
        return [
            Stage(_("prepared"), self.letter.prepared_at),
            self._sent,
            Stage(_("opened"), self._opened_at),
            Stage(_("place confirmed"), confirmed, instead),
            Stage(
                _("people told"), answer.at if told else None, people % {"many": number_text(told)} if people else ""
            ),
        ]

    @property
    def _sent(self) -> Stage:
        if self.sent is None:
            return Stage(_("sent"), None)
        return Stage(_("sent"), self.sent.at, self.sent.get_way_display(), self.sent.on)

    @property
    def _opened_at(self) -> datetime | None:
        """Who answers has opened it, even where the browser did not say so."""
        first = self.opened or self.answer
        return first.at if first else None

    @property
    def words(self) -> str:
        """How far it has come, in a word."""
        if self.answer is not None:
            return _("confirmed") if self.answer.confirms else _("proposes another place or time")
        return self.letter.get_state_display()


def letters_of(visit: Visit) -> list[Course]:
    """The live letters of a visit that ask for an answer, by recipient, with their course (three queries)."""
    letters = Letter.objects.filter(visit=visit, kind__in=Letter.ASKING).live()
    letters = letters.select_related("number", "desa", "school", "replaced_by").order_by("pk")
    found = list(letters.prefetch_related("events", "answers"))
    for letter in found:
        letter.visit = visit
    return [course_of(letter) for letter in found]


def papers_of(visit: Visit) -> list[Letter]:
    """All other papers of a visit: reminders, thanks, order, record, and what was voided or replaced (one query)."""
    found = Letter.objects.filter(visit=visit).select_related("number", "replaced_by__number").order_by("pk")
    papers = []
    for letter in found:
        letter.visit = visit
        if letter.kind not in Letter.ASKING or not letter.is_live:
            papers.append(letter)
    return papers


def course_of(letter: Letter) -> Course:
    """The course of a letter whose events and answers were asked for with it."""
    events, answers = list(letter.events.all()), list(letter.answers.all())

    def last(kind: str) -> LetterEvent | None:
        return next((one for one in reversed(events) if one.kind == kind), None)

    kinds = LetterEvent.Kind
    reminded = tuple(one for one in events if one.kind == kinds.REMINDED)
    return Course(letter, last(kinds.SENT), last(kinds.OPENED), answers[-1] if answers else None, reminded)


def register(scope: Scope) -> QuerySet[Letter]:
    """The register of letters, newest number first, each with when it was sent and what was answered."""
    sent = LetterEvent.objects.filter(letter=OuterRef("pk"), kind="sent").order_by("-number")
    answers = LetterAnswer.objects.filter(letter=OuterRef("pk")).order_by("-pk")
    return (
        letters_for(scope)
        .annotate(
            sent_on=Subquery(sent.values("on")[:1]),
            sent_way=Subquery(sent.values("way")[:1]),
            confirms=Subquery(answers.values("confirms")[:1]),
            told=Subquery(answers.values("told")[:1]),
        )
        .order_by("-number__year", "-number_id")
    )


def unanswered(scope: Scope) -> QuerySet[Letter]:
    """Letters that are out and to which nobody has answered, about visits that are still to come; soonest first."""
    waiting = awaited(letters_for(scope))
    return waiting.filter(visit__day__gte=scope.today).order_by("visit__day", "visit__starts", "pk")


def awaited(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Of these letters the ones that are out and to which nobody has answered."""
    return letters.awaiting().filter(state__in=[Letter.State.SENT, Letter.State.OPENED])


def proposals(scope: Scope) -> QuerySet[Letter]:
    """Letters whose head proposes another place or time for a visit that is still to come, as ``proposed``; soonest first."""
    answers = LetterAnswer.objects.filter(letter=OuterRef("pk")).order_by("-pk")
    found = letters_for(scope).awaiting().filter(visit__day__gte=scope.today)
    last = {"confirms": Subquery(answers.values("confirms")[:1]), "proposed": Subquery(answers.values("proposal")[:1])}
    return found.annotate(**last).filter(confirms=False).order_by("visit__day", "visit__starts", "pk")


@dataclass(frozen=True)
class Due:
    """A letter whose recipient is to be reminded today. ``days``: until the visit."""

    course: Course
    days: int


def due(scope: Scope, today: date | None = None) -> list[Due]:
    """Whom to remind today: three days and one day before the visit, once each, soonest first (three queries)."""
    today = today or scope.today
    out = letters_for(scope).awaiting().exclude(state=Letter.State.PREPARED)
    near = out.filter(visit__day__gte=today, visit__day__lte=today + timedelta(days=REMIND_AT[0]))
    found = []
    for letter in near.prefetch_related("events", "answers").order_by("visit__day", "visit__starts", "pk"):
        course, days = course_of(letter), (letter.visit.day - today).days
        since = letter.visit.day - timedelta(days=min(at for at in REMIND_AT if at >= days))
        # Whoever got the letter itself within these days needs no reminder of it yet.
        told = [one.on for one in course.reminded] + ([course.sent.on] if course.sent else [])
        if not any(on >= since for on in told):
            found.append(Due(course, days))
    return found
