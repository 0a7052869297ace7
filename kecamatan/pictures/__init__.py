"""Charts that stand alone, as SVG and PNG: with title, place, source and day in them, valid and readable anywhere.

``drawing`` and ``frame`` are pure; ``png`` makes a PNG of an SVG; which charts may be shared says ``shared``.
"""
