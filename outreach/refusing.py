"""A refusal that whoever asked can do nothing about, and the office can."""

from kecamatan.refusals import Refused


class NeedsTheOffice(Refused):
    """The rules say no, and somebody in the office has to decide what is to be done."""
