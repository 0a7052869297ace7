"""Choices of places and schools, grouped by kecamatan, so that a long list can be read without JavaScript."""

from itertools import groupby

from django.utils.translation import gettext as _

from kecamatan.access import Scope, desa_for
from kecamatan.models import Desa, School

Groups = list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]


def desa_choices(scope: Scope) -> tuple[Groups, dict[str, Desa]]:
    """(choices, code → desa): every desa of the scope under its kecamatan (one query)."""
    found = list(desa_for(scope))
    groups: Groups = [("", _("Choose a desa or kelurahan"))]
    for kecamatan, some in groupby(found, key=lambda one: one.kecamatan):
        groups.append((str(kecamatan), [(one.code, str(one)) for one in some]))
    return groups, {one.code: one for one in found}


def school_choices(scope: Scope) -> tuple[Groups, dict[str, School]]:
    """(choices, NPSN → school): all of the kabupaten, as pupils travel, under the kecamatan where they are (one query)."""
    found = School.objects.filter(desa__kecamatan__kabupaten=scope.kabupaten).select_related("desa__kecamatan")
    found = sorted(found, key=lambda one: (one.desa.kecamatan.code, one.name, one.npsn))
    groups: Groups = [("", _("No school"))]
    for kecamatan, some in groupby(found, key=lambda one: one.desa.kecamatan):
        groups.append((str(kecamatan), [(one.npsn, str(one)) for one in some]))
    return groups, {one.npsn: one for one in found}
