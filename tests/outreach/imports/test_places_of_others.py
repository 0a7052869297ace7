"""What a name of a list means is remembered for everybody: only what a row leaves open may be said."""

import pytest

from outreach.actions.imports.staging import opened
from outreach.models import PlaceChoice


@pytest.fixture
def choose(sign_in, make_batch, add_row, cast):
    """``choose(key, chosen, …)`` posts which desa the name in a row means, as the petugas of Timur."""

    def _choose(key, chosen, *, more=None, **row):
        batch = make_batch("partial", by=cast.petugas_timur)
        made = add_row(batch, "doubtful", **{"desa": None, **row})
        staged = opened(made.content)
        staged.place_key = key
        made.content = staged.sealed()
        made.save()
        sent = {"desa": chosen.code, "row": made.pk, **(more or {})}
        return sign_in("petugas_timur").post(f"/imports/{batch.pk}/places/", sent).status_code

    return _choose


def test_a_name_that_a_row_leaves_open_is_remembered(choose, places):
    assert choose("muarasabaktimur/lambr", places.lambur) == 302
    assert PlaceChoice.objects.get().desa == places.lambur


def test_a_name_that_no_row_has_is_not(choose, places):
    choose("muarasabaktimur/lambr1507034508900012", places.lambur)
    choose("", places.lambur, more={"key": "sadu/sungailokan"})
    choose("muarasabaktimur/lambr", places.lambur, more={"row": "", "key": "sadu/sungailokan"})
    choose("muarasabaktimur/lambr", places.lambur, more={"row": "9" * 30})
    assert not PlaceChoice.objects.exists()


def test_a_name_of_somebody_elses_desa_keeps_its_meaning(choose, places):
    choose("sadu/sungailokan", places.lambur, told=[("place_of_others", 0, {"text": places.lokan.code})])
    choose("muarasabaktimur/simburnaik", places.lambur, desa=places.simbur)
    assert not PlaceChoice.objects.exists()


def test_a_desa_of_somebody_else_is_not_chosen(choose, places):
    assert choose("sadu/lokn", places.lokan) == 302
    assert not PlaceChoice.objects.exists()
