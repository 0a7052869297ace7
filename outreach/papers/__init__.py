"""The papers of a visit: letters, lists, orders and forms, as values in and a PDF out. Pure: no ORM, no request.

``typesetting`` makes the PDFs; ``letters``, ``lists`` and ``forms`` say what stands on each; ``letter_text``, ``numbers``
and ``short_codes`` read what people type and answer with structured faults, whose sentences are in ``paper_words``.
"""
