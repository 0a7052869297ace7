"""The order that sends a team out, and the record of what a visit came to: numbered and kept like letters."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.models import User
from kecamatan.papers.indonesian import day_text, hours_text, weekday
from kecamatan.refusals import Refused
from outreach.actions.letters.prepare import store_letter
from outreach.actions.letters.register import hold_register, take_number
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import lock_visit
from outreach.attendance import Outcome, Tally
from outreach.models import Letter, Visit
from outreach.selectors.letters.composing import printed_head
from outreach.selectors.letters.recipients import recipients_of
from outreach.selectors.visits.result import tally_of_visit

#: As the record names them, in Indonesian whatever the reader's language.
OUTCOMES = {
    Outcome.RECORDED: "Direkam",
    Outcome.FAILED: "Gagal rekam",
    Outcome.ABSENT: "Tidak hadir",
    Outcome.REFUSED: "Menolak",
    Outcome.UNDER_16: "Belum berumur 16 tahun",
    Outcome.ALREADY_RECORDED: "Sudah pernah direkam",
    Outcome.AWAY: "Pergi/di luar daerah",
}


@dataclass(frozen=True)
class Numbering:
    """The date of the paper, the number that the agenda office gave ("": the register's own), and its key."""

    day: date
    key: uuid.UUID
    typed: str = ""


def order_team(*, by: Scope, visit: Visit, numbering: Numbering, now: datetime | None = None) -> Letter:
    """The surat perintah tugas of the visit's team. Raises Refused without a team, or where one stands already."""
    return _make(by, visit, Letter.Kind.ORDER, numbering, now or timezone.now())


def record_visit(*, by: Scope, visit: Visit, numbering: Numbering, now: datetime | None = None) -> Letter:
    """The berita acara of a visit that is done, with its result as it stands. Raises Refused before that."""
    return _make(by, visit, Letter.Kind.RECORD, numbering, now or timezone.now())


def _make(by: Scope, visit: Visit, kind: str, numbering: Numbering, now: datetime) -> Letter:
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit)
        there = Letter.objects.filter(key=numbering.key).select_related("number").first()
        if there is not None:
            return there
        team = list(locked.team.order_by("full_name", "username"))
        _check(locked, kind, team)
        head = hold_register(by.kabupaten)
        number = take_number(by=by, day=numbering.day, typed=numbering.typed, now=now)
        printed = printed_head(by.kabupaten, head) | {"number": number.text, "day": numbering.day.isoformat()}
        if kind == Letter.Kind.ORDER:
            printed |= _order(locked, team)
        else:
            printed |= _record(by, locked, team, now)
        return store_letter(
            by=by,
            visit=locked,
            number=number,
            now=now,
            kind=kind,
            key=numbering.key,
            day=numbering.day,
            subject="Surat Perintah Tugas" if kind == Letter.Kind.ORDER else "Berita Acara Perekaman KTP-el",
            addressee=", ".join(map(str, team))[:200] or "–",
            expected=0,
            printed=printed,
            crest=head.crest,
        )


def _check(visit: Visit, kind: str, team: list[User]) -> None:
    standing = Letter.objects.filter(visit=visit, kind=kind).live().select_related("number").first()
    if standing is not None:
        words = _("This visit has the paper %(number)s already. Void that one first.")
        raise Refused(words % {"number": standing})
    if kind == Letter.Kind.RECORD:
        if visit.state not in {Visit.State.DONE, Visit.State.CLOSED}:
            raise Refused(_("The record is made once the visit is done."))
    elif not visit.is_planned:
        words = _("This visit is “%(state)s”; nobody is to be sent to it any more.")
        raise Refused(words % {"state": visit.get_state_display()})
    elif not team:
        raise Refused(_("Nobody is in the team yet. Choose the team on the visit first."))


def _order(visit: Visit, team: list[User]) -> dict:
    places = ", ".join(one.area for one in recipients_of(visit)[:-1])
    hours = hours_text(visit.starts, visit.ends, visit.drive.kabupaten.zone_label)
    where = f"{visit.place_name}, {visit.place_address}" if visit.place_address else visit.place_name
    return {
        "people": [[str(one), "", "Ketua tim" if one.pk == visit.leader_id else "Anggota"] for one in team],
        "tasks": [
            f"Melaksanakan pelayanan jemput bola perekaman KTP-el bagi warga {places}, Kecamatan {visit.kecamatan.name}.",
            f"Hari/tanggal: {weekday(visit.day)}, {day_text(visit.day)}, pukul {hours}, bertempat di {where}.",
        ],
    }


def _record(by: Scope, visit: Visit, team: list[User], now: datetime) -> dict:
    zone = by.kabupaten.zone_label
    hosts = recipients_of(visit)
    at = now.astimezone(ZoneInfo(by.kabupaten.time_zone))
    hours = hours_text(visit.began_at or visit.starts, visit.ended_at or visit.ends, zone)
    leader = visit.leader
    return {
        "held_on": visit.day.isoformat(),
        "facts": [
            ["Tempat", f"{visit.place_name}, {visit.place_address}" if visit.place_address else visit.place_name],
            ["Wilayah", ", ".join(one.area for one in hosts[:-1])],
            ["Kecamatan", visit.kecamatan.name],
            ["Pukul", hours],
        ],
        "team": [str(one) for one in team],
        "results": _results(visit, tally_of_visit(visit)),
        "left": {"title": hosts[0].title, "name": hosts[0].name},
        "right": {"title": "Ketua Tim", "name": str(leader) if leader else ""},
        "made_by": f"Dibuat oleh {by.user} pada {day_text(at.date())} {at:%H.%M} {zone}.",
        "troubles": visit.what_went_wrong,
    }


def _results(visit: Visit, tally: Tally) -> list:
    expected = [[label, tally.of.get(outcome, 0)] for outcome, label in OUTCOMES.items()]
    return [
        ["Diharapkan hadir", tally.expected],
        *expected,
        ["Direkam di luar daftar", tally.unlisted.get(Outcome.RECORDED, 0)],
        ["Direkam tanpa nama", tally.unnamed],
        ["Jumlah direkam", tally.recorded],
        ["Kartu dicetak", visit.cards_printed],
        ["IKD diaktifkan", visit.ikd_activated],
    ]
