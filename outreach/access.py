"""Who may see and do what with people. Every page, export and API call about persons asks here; nothing else decides.

Pejabat see no person anywhere: they are refused. A petugas sees the people of their kecamatan; others do not exist.
"""

from django.db.models import Q, QuerySet
from django.http import Http404

from kecamatan.access import Scope, desa_for, may_write, require_role, roles_only
from kecamatan.models import Kecamatan, User
from outreach.models import (
    Attendance,
    BlankCards,
    CalendarDay,
    ColumnChoice,
    FieldLease,
    ImportBatch,
    Kit,
    Letter,
    PlaceChoice,
    Resident,
    ResidentAccess,
    Visit,
)

#: A view about persons.
people_only = roles_only(User.Role.ADMIN, User.Role.PETUGAS)


def residents_for(scope: Scope) -> QuerySet[Resident]:
    """The people of the scope, of every drive. Raises PermissionDenied for whoever sees counts only."""
    require_role(scope.user, User.Role.ADMIN, User.Role.PETUGAS)
    found = Resident.objects.filter(drive__kabupaten=scope.kabupaten)
    return found if scope.assigned is None else found.filter(kecamatan__in=scope.assigned)


def resident_or_404(scope: Scope, pk: int) -> Resident:
    """The resident of this number, if they are of the scope."""
    resident = (
        residents_for(scope).select_related("drive", "kecamatan", "desa", "school", "batch").filter(pk=pk).first()
    )
    if resident is None:
        raise Http404
    return resident


def imports_for(scope: Scope) -> QuerySet[ImportBatch]:
    """The imports of the scope: all for whoever sees all kecamatan, otherwise one's own."""
    require_role(scope.user, User.Role.ADMIN, User.Role.PETUGAS)
    found = ImportBatch.objects.filter(kabupaten=scope.kabupaten)
    return found if scope.assigned is None else found.filter(by=scope.user)


def import_or_404(scope: Scope, pk: int) -> ImportBatch:
    """The import of this number, if it is of the scope."""
    batch = imports_for(scope).select_related("drive", "kabupaten", "by").filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch


def remembered_places_for(scope: Scope) -> QuerySet[PlaceChoice]:
    """Names of lists that were said to mean a desa of the scope."""
    require_role(scope.user, User.Role.ADMIN, User.Role.PETUGAS)
    return PlaceChoice.objects.filter(kabupaten=scope.kabupaten, desa__in=desa_for(scope))


def remembered_columns_for(scope: Scope) -> QuerySet[ColumnChoice]:
    """What columns of lists were said to mean; nothing in it belongs to a kecamatan."""
    require_role(scope.user, User.Role.ADMIN, User.Role.PETUGAS)
    return ColumnChoice.objects.filter(kabupaten=scope.kabupaten)


def calendar_days_for(scope: Scope) -> QuerySet[CalendarDay]:
    """What the office says of days, which everybody who plans or reads its calendar may know."""
    return CalendarDay.objects.filter(kabupaten=scope.kabupaten)


def accesses_for(scope: Scope, resident: Resident) -> QuerySet[ResidentAccess]:
    """Who looked at this resident, for admins alone."""
    require_role(scope.user, User.Role.ADMIN)
    return ResidentAccess.objects.filter(resident=resident, kabupaten=scope.kabupaten).select_related("by")


def visits_for(scope: Scope) -> QuerySet[Visit]:
    """The visits of the scope's kecamatan, of every drive. Pejabat see them too: nothing of a visit is a person."""
    found = Visit.objects.filter(drive__kabupaten=scope.kabupaten)
    return found if scope.assigned is None else found.filter(kecamatan__in=scope.assigned)


def visit_or_404(scope: Scope, pk: int) -> Visit:
    """The visit of this number, if it is of the scope."""
    found = visits_for(scope).select_related(
        "drive__kabupaten", "kecamatan", "leader", "follows", "replaces", "made_by"
    )
    visit = found.filter(pk=pk).first()
    if visit is None:
        raise Http404
    return visit


def leases_for(scope: Scope) -> QuerySet[FieldLease]:
    """What of the scope's visits was taken along on phones. Nothing of it is a person; what came in from there is."""
    found = FieldLease.objects.filter(visit__drive__kabupaten=scope.kabupaten)
    if scope.assigned is not None:
        found = found.filter(visit__kecamatan__in=scope.assigned)
    return found.select_related("user", "visit__kecamatan", "visit__drive__kabupaten", "ended_by")


def attendances_for(scope: Scope, visit: Visit) -> QuerySet[Attendance]:
    """The people of a visit whom the scope may see: a student of another kecamatan is of whoever sees that one."""
    require_role(scope.user, User.Role.ADMIN, User.Role.PETUGAS)
    found = Attendance.objects.filter(visit=visit)
    if scope.assigned is None:
        return found
    return found.filter(Q(resident__kecamatan__in=scope.assigned) | Q(resident__isnull=True))


def kits_for(scope: Scope) -> QuerySet[Kit]:
    """The kits of the office, in use or not."""
    return Kit.objects.filter(kabupaten=scope.kabupaten)


def team_members_for(scope: Scope) -> QuerySet[User]:
    """Colleagues who go out, or went, to some visit of the scope; by name."""
    going = visits_for(scope).values("pk")
    team = Visit.team.through.objects.filter(visit__in=going).values("user")
    led = visits_for(scope).filter(leader__isnull=False).values("leader")
    return User.objects.filter(Q(pk__in=team) | Q(pk__in=led)).order_by("full_name", "username")


def letters_for(scope: Scope) -> QuerySet[Letter]:
    """The letters about visits of the scope, with all that a list or page says of them. Pejabat see the register too:
    no letter names a resident; whom it is addressed to and what was answered is for those who see persons."""
    found = Letter.objects.filter(visit__drive__kabupaten=scope.kabupaten)
    if scope.assigned is not None:
        found = found.filter(visit__kecamatan__in=scope.assigned)
    return found.select_related(
        *("number", "visit__kecamatan", "visit__drive__kabupaten", "desa", "school", "replaces__number", "crest"),
        *("replaced_by__number", "prepared_by", "about__number", "visit__leader"),
    )


def letter_or_404(scope: Scope, pk: int) -> Letter:
    """The letter of this number, for those who see persons: it says whom it is addressed to."""
    require_role(scope.user, User.Role.ADMIN, User.Role.PETUGAS)
    letter = letters_for(scope).filter(pk=pk).first()
    if letter is None:
        raise Http404
    return letter


def kit_or_404(scope: Scope, pk: int) -> Kit:
    """The kit of this number, if it is of the office."""
    kit = kits_for(scope).filter(pk=pk).first()
    if kit is None:
        raise Http404
    return kit


def blank_cards_for(scope: Scope) -> QuerySet[BlankCards]:
    """The stock of blank cards: all of the kabupaten; of those assigned to some kecamatan what is kept there."""
    found = BlankCards.objects.filter(kabupaten=scope.kabupaten)
    return found if scope.assigned is None else found.filter(kecamatan__in=scope.assigned)


def blank_cards_or_404(scope: Scope, pk: int) -> BlankCards:
    """The row of the stock of this number, if its stock is of the scope."""
    row = blank_cards_for(scope).for_list().filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def may_write_stock(scope: Scope, kecamatan: Kecamatan | None) -> bool:
    """Those who enter counts may: of a kecamatan of theirs; of the office's own stock whoever has all kecamatan."""
    if kecamatan is not None:
        return may_write(scope, kecamatan)
    return scope.user.enters_counts and scope.assigned is None
