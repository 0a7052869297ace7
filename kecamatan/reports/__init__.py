"""Reports on paper: which days they speak of, what stands in them, and how that becomes a PDF or a sheet. Pure.

What a report says is one mapping of texts, whole numbers and None (``content``), made by ``kecamatan.selectors.reports``
and kept with the report's number. ``paper`` and ``sheet`` make the same bytes of the same mapping, whenever they are asked.
Papers are in Indonesian whatever the reader's language, as letters are.
"""
