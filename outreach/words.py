"""What columns of lists and segments are called on screen."""

from django.utils.translation import gettext_lazy as _

from outreach.reading.meanings import Meaning
from outreach.segments import Segment

#: Meaning of a column → in words; the order in which they are offered.
MEANINGS = {
    Meaning.NIK: "NIK",
    Meaning.NO_KK: "No. KK",
    Meaning.NAME: _("Name"),
    Meaning.SEX: _("Sex"),
    Meaning.MALE: _("Sex: ticked where male"),
    Meaning.FEMALE: _("Sex: ticked where female"),
    Meaning.BIRTH_PLACE: _("Place of birth"),
    Meaning.BIRTH_DATE: _("Date of birth"),
    Meaning.BIRTH: _("Place and date of birth in one"),
    Meaning.MARRIED: _("Ever married"),
    Meaning.ADDRESS: _("Address"),
    Meaning.RT: "RT",
    Meaning.RW: "RW",
    Meaning.RT_RW: _("RT and RW in one"),
    Meaning.DUSUN: "Dusun",
    Meaning.DESA: _("Desa/kelurahan"),
    Meaning.KECAMATAN: _("Kecamatan"),
    Meaning.DESA_CODE: _("Code of the desa"),
    Meaning.KECAMATAN_CODE: _("Code of the kecamatan"),
    Meaning.NO_PROP: "NO_PROP",
    Meaning.NO_KAB: "NO_KAB",
    Meaning.NO_KEC: "NO_KEC",
    Meaning.NO_KEL: "NO_KEL",
    Meaning.PHONE: _("Phone"),
    Meaning.SCHOOL: _("School"),
    Meaning.DISABILITY: _("Disability"),
    Meaning.STATUS: _("Status of recording"),
    Meaning.STATUS_CODE: _("Status code of the centre"),
    Meaning.NOTE: _("Note"),
    Meaning.HOME_VISIT: _("Home visit"),
    Meaning.RESIDENT: _("Number of the person, in an export of this site"),
    Meaning.AGE: _("Age"),
    Meaning.NUMBER: _("Running number"),
    Meaning.IGNORED: _("Not used"),
}

#: Segment → in words: in full, and as a column or filter has room for.
SEGMENTS = {
    Segment.OBLIGED: _("obliged to hold an e-KTP"),
    Segment.FIRST_TIME: _("first-time voter: 17 by polling day"),
    Segment.SIXTEEN: _("16: may be recorded, no card yet"),
    Segment.TOO_YOUNG: _("too young to be recorded"),
}
SHORT_SEGMENTS = {
    Segment.OBLIGED: _("obliged"),
    Segment.FIRST_TIME: _("first-time voter"),
    Segment.SIXTEEN: _("16 years old"),
    Segment.TOO_YOUNG: _("too young"),
}
