"""Every fault that reading can name, how much it weighs, and which parameters its sentence may use. Pure."""

from enum import StrEnum


class Weight(StrEnum):
    """What a fault does: refuses the FILE, leaves a SHEET unread, HOLDS a row for a look, or is only TOLD."""

    FILE = "file"
    SHEET = "sheet"
    HOLDS = "holds"
    TOLD = "told"


#: Weight and parameters by name. Sheet, row and column come beside them.
FAULTS: dict[str, tuple[Weight, str]] = {
    "file_empty": (Weight.FILE, ""),
    "file_too_big": (Weight.FILE, "size most"),
    "file_type": (Weight.FILE, "type"),
    "file_encrypted": (Weight.FILE, ""),
    "file_broken": (Weight.FILE, ""),
    "file_costs_memory": (Weight.FILE, ""),
    "file_costs_time": (Weight.FILE, "seconds"),
    "zip_entries": (Weight.FILE, "count most"),
    "zip_path": (Weight.FILE, ""),
    "zip_bomb": (Weight.FILE, ""),
    "xml_entities": (Weight.FILE, ""),
    "cell_far_away": (Weight.FILE, ""),
    "too_many_rows": (Weight.FILE, "most"),
    "too_many_columns": (Weight.FILE, "most"),
    "too_many_sheets": (Weight.FILE, "count most"),
    "csv_quote_open": (Weight.FILE, ""),
    "extension_differs": (Weight.TOLD, "extension type"),
    "ignored_macros": (Weight.TOLD, ""),
    "ignored_links": (Weight.TOLD, ""),
    "ignored_embedded": (Weight.TOLD, ""),
    "ignored_formulas": (Weight.TOLD, ""),
    "formula_failed": (Weight.TOLD, ""),
    "no_header": (Weight.SHEET, ""),
    "no_name_column": (Weight.SHEET, ""),
    "meaning_twice": (Weight.TOLD, "meaning title other"),
    "header_changes": (Weight.TOLD, ""),
    "dates_may_be_swapped": (Weight.TOLD, ""),
    "row_not_understood": (Weight.HOLDS, "text"),
    "name_missing": (Weight.HOLDS, ""),
    "name_not_understood": (Weight.HOLDS, "text"),
    "name_too_long": (Weight.HOLDS, "text most"),
    "name_has_digits": (Weight.TOLD, "text"),
    "sex_not_understood": (Weight.HOLDS, "text"),
    "married_not_understood": (Weight.HOLDS, "text"),
    "phone_not_understood": (Weight.TOLD, "text"),
    "rt_not_understood": (Weight.TOLD, "text"),
    "rt_is_date": (Weight.TOLD, "text"),
    "date_not_understood": (Weight.HOLDS, "text"),
    "date_two_digit_year": (Weight.HOLDS, "text"),
    "date_month_first": (Weight.HOLDS, "text"),
    "date_incomplete": (Weight.HOLDS, "text"),
    "date_not_real": (Weight.HOLDS, "text"),
    "date_in_future": (Weight.HOLDS, "text"),
    "date_too_old": (Weight.HOLDS, "text"),
    "place_missing": (Weight.HOLDS, "text"),
    "place_unknown": (Weight.HOLDS, "text"),
    "place_alike": (Weight.HOLDS, "text"),
    "place_in_other_kecamatan": (Weight.HOLDS, "text"),
    "place_is_also_kecamatan": (Weight.HOLDS, "text"),
    "place_code_and_name_differ": (Weight.HOLDS, "text"),
    "place_code_of_elsewhere": (Weight.HOLDS, "text code"),
    "place_code_unknown": (Weight.HOLDS, "text code"),
    "kecamatan_unknown": (Weight.HOLDS, "text"),
}
