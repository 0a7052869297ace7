"""What a served site needs for a field day; run inside of it by ``manage.py shell``."""

from datetime import date, time, timedelta

from kecamatan.access import scope_of
from kecamatan.days import today_in
from kecamatan.models import Baseline, Desa, Drive, Kabupaten, Kecamatan, User
from outreach.actions.people import Details, list_resident
from outreach.actions.visits.planning import Plan, plan_visit
from tests.started_once import PASSWORD

#: Each visit goes to one desa of Sadu and expects its people, so that no test meets those of another.
VISITS = (30, 35, 6, 6, 6, 6, 6, 6, 6)


def fill() -> None:
    """A drive that goes on, two petugas with PASSWORD, and visits of today with as many people as VISITS says."""
    kabupaten = Kabupaten.objects.get()
    today = today_in(kabupaten.time_zone)
    drive = _drive(kabupaten, today)
    for name in ("petugas", "rekan"):
        User.objects.create_user(name, PASSWORD, role="petugas", kabupaten=kabupaten, full_name=name.title())
    by = scope_of(User.objects.get(username="petugas"))
    sadu = Kecamatan.objects.get(code="15.07.05")
    for desa, people in zip(Desa.objects.filter(kecamatan=sadu).order_by("code"), VISITS, strict=False):
        told = {"desa": [desa], "team": [by.user], "leader": by.user, "place_name": f"Kantor Desa {desa.name}"}
        plan_visit(by=by, drive=drive, plan=Plan(kecamatan=sadu, day=today, starts=time(8), ends=time(14), **told))
        for number in range(people):
            details = Details(name=f"Orang {number + 1:02}", desa=desa, birth_date=date(1980, 1, 1))
            list_resident(by=by, drive=drive, details=details)


def _drive(kabupaten: Kabupaten, today: date) -> Drive:
    Drive.objects.filter(kabupaten=kabupaten).update(is_active=False)
    days = {"baseline_date": today - timedelta(days=60), "last_recording_day": today + timedelta(days=40)}
    base = {"base_people": 35040, "base_name": "wajib e-KTP", "base_source": "test", "base_date": date(2024, 6, 25)}
    drive = Drive.objects.create(
        kabupaten=kabupaten, name="Pilkada", polling_day=today + timedelta(days=53), is_active=True, **days, **base
    )
    for kecamatan in Kecamatan.objects.filter(kabupaten=kabupaten):
        Baseline.objects.create(drive=drive, kecamatan=kecamatan, people=300)
    return drive
