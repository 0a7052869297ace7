"""Forgetting what lists were said to mean: a wrong choice would misread every list that follows."""

from django.db import transaction

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from outreach.access import remembered_columns_for, remembered_places_for
from outreach.reading.meanings import Meaning
from outreach.words import MEANINGS


def forget_place(*, by: Scope, number: int) -> bool:
    """The next list that has this name asks again. False where nothing of that number is remembered in the scope."""
    with transaction.atomic():
        found = remembered_places_for(by).filter(pk=number)
        choice = found.first()
        if choice is None or not found.delete()[0]:
            return False
        said = {"desa": str(choice.desa), "name": choice.key}
        audit(by=by.user, action="forget-place", target=choice.desa, kabupaten=by.kabupaten, before=said)
        return True


def forget_columns(*, by: Scope, shape: str) -> bool:
    """The next list of this shape asks for all of its columns again. False where nothing of the shape is remembered."""
    with transaction.atomic():
        columns = remembered_columns_for(by).filter(shape=shape).order_by("column")
        said = {one.title or str(one.column): str(MEANINGS[Meaning(one.meaning)]) for one in columns}
        if not columns.delete()[0]:
            return False
        audit(by=by.user, action="forget-columns", target=by.kabupaten, kabupaten=by.kabupaten, before=said)
        return True
