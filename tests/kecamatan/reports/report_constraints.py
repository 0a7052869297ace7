"""For each constraint of the tables of reports what would break it: given an issued report, changes of another one, or what
to do."""

from kecamatan.models import ReportMail, ReportSettings

#: Constraint → changes of a second report of the same office.
OF_REPORTS = {
    "report_kind_known": lambda report, places: {"kind": "hourly"},
    "report_numbers_from_one": lambda report, places: {"serial": 0},
    "report_number_is_written": lambda report, places: {"number": ""},
    "report_of_a_desa_of_its_kecamatan": lambda report, places: {"kecamatan": None, "desa": places.lambur},
    "report_brief_of_the_whole": lambda report, places: {"kind": "brief"},
    "report_serial_once": lambda report, places: {"serial": report.serial},
    "report_number_once": lambda report, places: {"number": report.number.lower()},
}


def _twice(report) -> None:
    for _turn in range(2):
        ReportMail.objects.create(report=report, address="a@contoh.id")


#: Constraint → what is done with the issued report.
OTHERS = {
    "reportmail_once_to_an_address": _twice,
    "reportmail_state_known": lambda report: ReportMail.objects.create(report=report, address="a@b.id", state="lost"),
    "reportsettings_has_a_pattern": lambda report: ReportSettings.objects.update(number_pattern=""),
}
#: Tables of which a row that is there is never replaced, by triggers of their own, or on which nothing hangs.
TABLES = ("kecamatan_report", "kecamatan_reportmail", "kecamatan_reportsettings")
