"""Issued reports on their way by e-mail: each to each address once, tried again where it surely did not arrive.

A mail is taken, and that is noted, before it is handed over. Where the mail server refuses it or cannot be reached, it is
tried again with the next run; where the connection breaks after that, nobody knows whether it arrived, and it is not.
"""

import smtplib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kecamatan.actions.reports import hold_settings
from kecamatan.models import Kabupaten, Kecamatan, Report, ReportMail
from kecamatan.papers.typesetting import CannotSet
from kecamatan.reports.addresses import addresses_in
from kecamatan.reports.columns import place_and_day, title_of
from kecamatan.selectors.report_files import files_of

#: A mail that was taken so long ago was not finished, and nobody knows whether it arrived.
LOST_AFTER = timedelta(hours=1)
#: Runs go on trying so often; then an admin has to look.
MOST_TRIES = 20
WORDS = (
    "Yth. Bapak/Ibu,\n\nTerlampir laporan perekaman KTP-el:\n\n{titles}\n\n"
    "Laporan ini dibuat dari buku catatan perekaman dan tidak memuat data perseorangan.\n\n{office}\n"
)
State = ReportMail.State


@dataclass
class Mailed:
    """What became of reports on their way, one for each report and address. ``given_up``: tried too often."""

    sent: int = 0
    failed: int = 0
    uncertain: int = 0
    given_up: int = 0


def queue(kabupaten: Kabupaten, reports: Sequence[Report], now: datetime) -> None:
    """A line for each of these reports and each address that it goes to, where there is none yet."""
    with transaction.atomic():
        addresses = addresses_in(hold_settings(kabupaten).recipients)
        codes = dict(Kecamatan.objects.filter(kabupaten=kabupaten).values_list("pk", "code"))
        there = set(ReportMail.objects.filter(report__in=reports).values_list("report_id", "address"))
        wanted = {
            (report.pk, address.mail)
            for address in addresses
            for report in reports
            if (codes[report.kecamatan_id] if report.kecamatan_id else "") == address.code
        }
        ReportMail.objects.bulk_create(
            ReportMail(report_id=report, address=address, at=now) for report, address in sorted(wanted - there)
        )


def send_waiting(kabupaten: Kabupaten, now: datetime) -> Mailed:
    """Send all that waits or failed, one mail to each address."""
    done = Mailed()
    mails = ReportMail.objects.filter(report__kabupaten=kabupaten)
    for lost in mails.filter(state=State.TAKEN, at__lt=now - LOST_AFTER):
        _note([lost], State.UNCERTAIN, "stopped")
        done.uncertain += 1
    wanted = mails.filter(state__in=[State.WAITING, State.FAILED])
    done.given_up = wanted.filter(tries__gte=MOST_TRIES).count()
    addresses = wanted.filter(tries__lt=MOST_TRIES).order_by("address").values_list("address", flat=True).distinct()
    for address in list(addresses):
        _send_to(address, kabupaten, now, done)
    return done


def _send_to(address: str, kabupaten: Kabupaten, now: datetime, done: Mailed) -> None:
    files: dict[int, list] = {}
    taken = []
    for one in _take(address, kabupaten, now):
        try:
            files[one.report_id] = list(files_of(one.report))
        except CannotSet as fault:  # the others go all the same
            _note([one], State.FAILED, type(fault).__name__)
            done.failed += 1
        else:
            taken.append(one)
    if not taken:
        return
    state, fault = _hand_over(_mail(address, [one.report for one in taken], files))
    _note(taken, state, fault)
    name = {State.SENT: "sent", State.FAILED: "failed"}.get(state, "uncertain")
    setattr(done, name, getattr(done, name) + len(taken))


def _take(address: str, kabupaten: Kabupaten, now: datetime) -> list[ReportMail]:
    """What waits for this address, taken for this run alone: each line by one statement, whoever else looks at it."""
    free = ReportMail.objects.filter(state__in=[State.WAITING, State.FAILED], tries__lt=MOST_TRIES)
    waiting = free.filter(report__kabupaten=kabupaten, address=address).select_related("report").order_by("pk")
    change = {"state": State.TAKEN, "tries": F("tries") + 1, "at": now, "fault": ""}
    return [one for one in list(waiting) if free.filter(pk=one.pk).update(**change)]


def _note(mails: Sequence[ReportMail], state: str, fault: str) -> None:
    ReportMail.objects.filter(pk__in=[one.pk for one in mails]).update(state=state, fault=fault, at=timezone.now())


def _mail(address: str, reports: Sequence[Report], files: Mapping[int, list]) -> EmailMessage:
    titles = [f"{title_of(one.content)}, {place_and_day(one.content)} (Nomor {one.number})" for one in reports]
    subject = titles[0] if len(titles) == 1 else f"{len(titles)} laporan perekaman KTP-el"
    body = WORDS.format(titles="\n".join(f"- {one}" for one in titles), office=reports[0].content["head"]["office"])
    mail = EmailMessage(" ".join(subject.split()), body, to=[address])
    for report in reports:
        for name, content, kind in files[report.pk]:
            mail.attach(name, content, kind)
    return mail


def _hand_over(mail: EmailMessage) -> tuple[str, str]:
    """(state, fault) of handing the mail to the mail server; the fault by its kind alone, as its text may quote an address."""
    server = get_connection()
    try:
        server.open()
    except OSError as fault:  # smtplib's own are OSErrors too
        return State.FAILED, type(fault).__name__
    talk = getattr(server, "connection", None)
    try:
        server.send_messages([mail])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as fault:
        return State.FAILED, type(fault).__name__
    except ValueError as fault:  # an address that no mail can carry
        return State.FAILED, type(fault).__name__
    except OSError as fault:
        return State.UNCERTAIN, type(fault).__name__
    finally:
        with suppress(OSError):
            server.close()
        if talk is not None:  # where the farewell failed, the line is still open
            talk.close()
    return State.SENT, ""
