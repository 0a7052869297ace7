"""From an uploaded spreadsheet to a list of recognised rows. No database, no models, no pages.

A file is hostile until it is read, so ``sheets`` has it read by ``child`` in a process of its own, under limits. The
rest works on what came back: ``headers`` finds what each column means, ``cells`` and ``dates`` read single cells,
``places`` finds the desa, ``rows`` puts them together. Whatever is wrong is a ``faults.Fault``: a name and parameters
at a sheet, row and column; the sentence is made where it is shown.
"""
