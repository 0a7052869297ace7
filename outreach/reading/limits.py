"""How much of a file is read, and at what cost. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that one uploaded file may be, hold or cost. Sizes in bytes, times in seconds.

    The defaults let a list of 100,000 people with 40 columns through and stay within 500 MB: a cell takes 32 bytes in
    the reader, and a sheet takes its whole rectangle.
    """

    file_bytes: int = 60_000_000
    zip_entries: int = 3_000
    unpacked_bytes: int = 700_000_000
    #: Bytes out for one byte in, held against parts that unpack to more than ``ratio_from``; text packs to 1:30.
    ratio: int = 200
    ratio_from: int = 10_000_000
    sheets: int = 400
    #: Rows with something in them, all sheets together: 100,000 people, and room for titles, heads and totals.
    rows: int = 105_000
    columns: int = 256
    #: Cells of a sheet's rectangle, empty ones too.
    area: int = 8_000_000
    #: Characters kept of one cell.
    text: int = 2_000
    answer_bytes: int = 400_000_000
    #: Address space of the child, which is more than what it really uses.
    memory_bytes: int = 640_000_000
    cpu_seconds: int = 30
    wall_seconds: int = 60
