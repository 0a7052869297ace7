"""The QR code of a letter's short link, as SVG. Pure."""

import io

import segno


def svg_of(link: str) -> str:
    """A QR code of ``link`` as an SVG document, black on white, its quiet zone around it.

    Level M survives a stamp or a fold over it. ValueError where the link is too long for a letter to be read by an old
    phone (about 120 signs).
    """
    code = segno.make(link, error="m", micro=False)
    if code.version > 7:
        raise ValueError("this link is too long for the QR code of a letter")
    out = io.BytesIO()
    code.save(out, kind="svg", border=4, xmldecl=False, dark="#000", light="#fff")
    return out.getvalue().decode("ascii")
