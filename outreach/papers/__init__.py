"""The papers of a visit: letters, lists, orders and forms, as values in and a PDF out. Pure: no ORM, no request.

``letters``, ``lists`` and ``records`` say what stands on each; ``letter_text`` and ``short_codes`` read what people type and
answer with structured faults, whose sentences are in ``paper_words``. Head, typesetting and numbers: ``kecamatan.papers``.
"""
