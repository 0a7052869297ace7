"""What is wrong with a list, in words: one sentence or two for every fault, finding and reason, and where it is.

Faults are names and parameters everywhere else; only here do they meet a language. Each says what is wrong and what to
do. Cells are quoted, NIK and No KK never are.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kecamatan.figures import number_text
from outreach.matching.people import Because, Reason
from outreach.nik import Finding
from outreach.reading.faults import Fault, column_letters

#: Bytes in a megabyte, as file managers count.
_MEGABYTE = 1_000_000
_BYTES = frozenset({"file_too_big"})

FAULT_SENTENCES: Mapping[str, Promise] = {
    "file_empty": _("The file is empty. Choose the one that holds the list."),
    "file_too_big": _("The file is too big: at most %(most)s MB are read. Divide the list into several files."),
    "file_type": _("This is no spreadsheet. Open the list where it was made, and save it as XLSX, XLS, ODS or CSV."),
    "file_encrypted": _("The file is protected by a password. Save it without one, and upload it again."),
    "file_broken": _("The file is damaged and can't be read. Open it in a spreadsheet program, save it anew as XLSX, and try again."),
    "file_costs_memory": _("The file takes too much memory to read. Copy only the list into a new file, and upload that."),
    "file_costs_time": _("The file was not read within %(seconds)s seconds. Copy only the list into a new file, or divide it."),
    "zip_entries": _("The file consists of too many parts. Copy only the list into a new file, and upload that."),
    "zip_path": _("The file is built in a way that no spreadsheet program builds it. Copy the list into a new file, and upload that."),
    "zip_bomb": _("The file unpacks to far more than its size, and was not read. Copy only the list into a new file, and upload that."),
    "xml_entities": _("The file holds instructions that have no place in a list, and was not read. Copy the list into a new file."),
    "cell_far_away": _("A cell stands far away from the list. Delete what stands there, or copy only the list into a new file."),
    "too_many_rows": _("The file has more than %(most)s rows. Divide the list into several files."),
    "too_many_columns": _("A row has more than %(most)s columns. Copy only the columns of the list into a new file."),
    "too_many_sheets": _("The file has %(count)s sheets; at most %(most)s are read. Divide it into several files."),
    "csv_quote_open": _("A quotation mark opens here and is never closed. Save the list as XLSX, or delete the mark."),
    "extension_differs": _("The name of the file ends in “%(extension)s”, but it is of the type “%(type)s”. It was read as what it is."),
    "ignored_macros": _("The file holds macros. They were not run; only its cells were read."),
    "ignored_links": _("The file refers to other files. They were not opened; the values saved in the cells were read."),
    "ignored_embedded": _("The file holds pictures or other files. They were not read."),
    "ignored_formulas": _("The file holds formulas. They were not computed; the values saved in the cells were read."),
    "formula_failed": _("The formula in this cell gives an error, so the cell was taken as empty. Write the value itself."),
    "no_header": _("No row with the names of columns was found, so the sheet was not read. Say which column holds the names, or write titles such as NIK, Nama and Desa above the list."),
    "no_name_column": _("No column holds names or NIKs, so the sheet was not read. Say which column does, where it is a list of people."),
    "meaning_twice": _("The columns “%(other)s” and “%(title)s” seem to mean the same. The first was read; say which is right."),
    "header_changes": _("From this row on the columns have other titles, and the rows below were read by them. Look at some of those rows."),
    "dates_may_be_swapped": _("Day and month seem to be swapped in this column: dates from the 13th on are text, and all others are not. Compare some with a family card; put the column right and upload the file again."),
    "row_not_understood": _("The row was not understood: “%(text)s”. Where it is a person, write name and NIK or birth date in their columns."),
    "name_missing": _("The name is missing. Write it as on the family card."),
    "name_not_understood": _("“%(text)s” is no name. Write it as on the family card."),
    "name_too_long": _("The name is longer than %(most)s characters. Write only the name in this cell."),
    "name_has_digits": _("The name “%(text)s” holds digits. See whether they belong there."),
    "sex_not_understood": _("“%(text)s” is no sex. Write L or P."),
    "married_not_understood": _("“%(text)s” does not say whether the person was ever married. Write KAWIN or BELUM KAWIN."),
    "phone_not_understood": _("“%(text)s” is no telephone number, and was left out. Write it like 0812 3456 7890."),
    "rt_not_understood": _("“%(text)s” is no RT or RW, and was left out. Write up to three digits, like 001."),
    "rt_is_date": _("The spreadsheet program made a date of the RT and RW (%(text)s), so they were left out. Format the column as text, and write them again."),
    "date_not_understood": _("“%(text)s” is no date. Write day, month and year, like 31-12-2006."),
    "date_two_digit_year": _("The year of “%(text)s” has too few digits. Write all four, like 31-12-2006."),
    "date_month_first": _("“%(text)s” has the month before the day. Write the day first, like 31-12-2006."),
    "date_incomplete": _("“%(text)s” lacks the day or the month. Write the whole date, or empty the cell where it is not known."),
    "date_not_real": _("There is no day “%(text)s”. Write the date of the family card."),
    "date_in_future": _("The birth date %(text)s lies in the future. Write the date of the family card."),
    "date_too_old": _("The birth date %(text)s is more than 120 years ago. Write the date of the family card."),
    "place_missing": _("The row names no desa or kelurahan. Write it, or choose one for the whole list."),
    "place_unknown": _("No desa or kelurahan here is called “%(text)s”. Choose the right one; the choice is remembered."),
    "place_alike": _("“%(text)s” is like the name of a desa or kelurahan, but not the same. Choose the right one; the choice is remembered."),
    "place_in_other_kecamatan": _("“%(text)s” is not in the kecamatan that the row names. Choose the right desa or kelurahan; the choice is remembered."),
    "place_is_also_kecamatan": _("“%(text)s” is a desa, and a kecamatan of the same name has other desa. Choose the right one; the choice is remembered."),
    "place_code_and_name_differ": _("The code of the desa and the name “%(text)s” mean two places. Choose the right one; the choice is remembered."),
    "place_code_of_elsewhere": _("The code %(code)s is not of this kabupaten; perhaps it is one of BPS. Choose the desa or kelurahan, or write its name."),
    "place_code_unknown": _("No desa or kelurahan has the code %(code)s. Choose the right one, or write its name."),
    "kecamatan_unknown": _("No kecamatan here is called “%(text)s”. Choose the right desa or kelurahan; the choice is remembered."),
}  # fmt: skip

#: %(number)s is "NIK" or "No KK".
FINDING_SENTENCES: Mapping[Finding, Promise] = {
    Finding.SCIENTIFIC: _("The spreadsheet program shortened the %(number)s to a form like 1.5E+15, and its digits are lost. Format the column as text, and write the whole number."),
    Finding.MASKED: _("The %(number)s is hidden behind dots or stars. Write the whole number, or empty the cell."),
    Finding.NOT_16_DIGITS: _("The %(number)s has not exactly 16 digits. Write it as on the family card."),
    Finding.ALL_EQUAL: _("The %(number)s consists of one digit only, so it is nobody's. Write the right one, or empty the cell."),
    Finding.LAST_DIGIT_LOST: _("The %(number)s was kept as a number, and its last digit may have become 0. Compare it with the family card; format the column as text."),
    Finding.NOT_EXACT: _("The %(number)s was kept as a number too big to be exact. Compare it with the family card; format the column as text."),
    Finding.SERIAL_ZERO: _("The %(number)s ends in 0000, which none does. Compare it with the family card."),
    Finding.NO_SUCH_DATE: _("The 7th to 12th digits of the %(number)s are no date. Compare it with the family card."),
    Finding.BIRTH_DATE_DIFFERS: _("The date in the %(number)s is not the birth date of the row. Both may be right, as a NIK never changes; look where you doubt."),
    Finding.SEX_DIFFERS: _("The %(number)s is one of the other sex. Both may be right, as a NIK never changes; look where you doubt."),
    Finding.ELSEWHERE: _("The %(number)s was given out in another kabupaten. That is in order; there is nothing to do."),
    Finding.UNKNOWN_REGION: _("The %(number)s begins with the code of a region that is not known here, perhaps an old one. That is in order; there is nothing to do."),
}  # fmt: skip

#: Those that speak of another row have %(other)s, which is like "sheet “Lambur”, row 12".
REASON_SENTENCES: Mapping[Reason, Promise] = {
    Reason.NO_NAME: _("The row has no name, so it is not taken in. Write the name, and upload the row again."),
    Reason.NOTHING_TELLS_WHO: _("The NIK can't be used, and without a birth date nothing else tells who is meant, so the row is not taken in. Write either of them, and upload the row again."),
    Reason.NIK_REJECTED: _("The NIK can't be used. Write the right one, or take the row in without a NIK."),
    Reason.NIK_HELD: _("The NIK may be wrong. Compare it with the family card, or take the row in without a NIK."),
    Reason.NIK_TWICE_IN_FILE: _("The same NIK stands in %(other)s with other particulars. Keep the row that is right."),
    Reason.NIK_OF_ANOTHER_NAME: _("This NIK belongs to somebody with quite another name, and the birth date does not say that it is the same person. See whose NIK it is."),
    Reason.TWICE_IN_FILE: _("The same person stands in %(other)s. Keep one of the rows, or say that they are two people."),
    Reason.MAYBE_KNOWN: _("This may be somebody who is known already. Choose who it is, or say that it is somebody new."),
    Reason.OTHER_NIK: _("Somebody of this name, birth date and place is known with another NIK. See which NIK is right."),
    Reason.WAS_REMOVED: _(
        "This person was taken off the list before, and stays off it. Are they to be recorded after all? Then undo the "
        "removal on their page. Otherwise leave this row out."
    ),
    Reason.TOO_YOUNG: _("This person is younger than 16 on the day of the list, and can't be recorded yet. Check the birth date."),
    Reason.READ_WITH_DOUBT: _("Something in this row was not read for sure. Put it right, or say that the row may be taken in without it."),
    Reason.REPEATED_ROW: _("The row says the same as %(other)s. It is taken in once."),
    Reason.RECORDED_BY_US: _("This person was recorded already; the centre may not know it yet. They stay recorded."),
    Reason.DESA_DIFFERS: _("The list has this person in another desa or kelurahan. They move there when the list is taken in."),
    Reason.NO_BIRTH_DATE: _("Without a birth date nobody can say whether this person flowed in, so they count towards the baseline. Write the date where it is known."),
}  # fmt: skip


def sentence(fault: Fault) -> str:
    """What is wrong and what to do, after where it is: "Sheet “Lambur”, row 12, column C: …"."""
    return _placed(where(fault), FAULT_SENTENCES[fault.name] % _shown(fault))


def finding_sentence(finding: Finding, *, number: str = "NIK", sheet: str = "", row: int = 0, column: int = 0) -> str:
    """The same for what was noticed about a ``number``, "NIK" or "No KK"."""
    return _placed(_place(sheet, row, column), FINDING_SENTENCES[finding] % {"number": number})


def reason_sentence(because: Because, *, sheet: str = "", row: int = 0) -> str:
    """The same for a reason of comparing a row with the people known."""
    other = _place(*because.other) if because.other else gettext("another row")
    return _placed(_place(sheet, row), REASON_SENTENCES[because.reason] % {"other": other})


def where(fault: Fault) -> str:
    """ "sheet “Lambur”, row 12, column C"; what is not known or does not apply is left out, "" for a whole file."""
    return _place(fault.sheet, fault.row, fault.column)


def _place(sheet: str, row: int, column: int = 0) -> str:
    parts = [
        gettext("sheet “%(sheet)s”") % {"sheet": sheet} if sheet else "",
        gettext("row %(row)s") % {"row": number_text(row)} if row else "",
        gettext("column %(column)s") % {"column": column_letters(column)} if column else "",
    ]
    return ", ".join(filter(None, parts))


def _placed(place: str, words: str) -> str:
    return f"{place[0].upper()}{place[1:]}: {words}" if place else words


def _shown(fault: Fault) -> dict[str, str]:
    """The parameters as people read them: bytes in MB, whole numbers with thousands separated."""
    return {
        name: number_text(value // _MEGABYTE if fault.name in _BYTES else value) if isinstance(value, int) else value
        for name, value in fault.params.items()
    }
