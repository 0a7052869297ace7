"""Who may see and do what. Every page, export and API call asks here; nothing else decides.

A place that is not somebody's does not exist for them (404); a thing their role does not do is refused (403).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from kecamatan.days import today_in
from kecamatan.models import (
    AuditEntry,
    CountUpdate,
    Desa,
    Drive,
    Kabupaten,
    Kecamatan,
    Report,
    SavedView,
    School,
    User,
    WallLink,
)


@dataclass(frozen=True)
class Scope:
    """What one user may see: their kabupaten, and all of its kecamatan or those assigned to them."""

    user: User
    kabupaten: Kabupaten
    assigned: frozenset[int] | None

    @property
    def everything(self) -> bool:
        """All kecamatan, or only some?"""
        return self.assigned is None

    @cached_property
    def kecamatan(self) -> list[Kecamatan]:
        """Their kecamatan, by code (one query, once)."""
        return list(kecamatan_for(self))

    def has_read(self, kecamatan: list[Kecamatan]) -> None:
        """These are the kecamatan of the scope, by code, with more about them: nobody needs to read them again."""
        self.__dict__["kecamatan"] = kecamatan

    @property
    def key(self) -> str:
        """Names what is seen, for answers that are kept: equal keys see the same."""
        seen = "all" if self.assigned is None else ",".join(map(str, sorted(self.assigned)))
        return f"{self.kabupaten.pk}:{seen}"

    @property
    def sees_persons(self) -> bool:
        """Whom to call, and notes that may speak of somebody: not for pejabat, who see counts only."""
        return self.user.role != User.Role.PEJABAT

    @property
    def today(self):
        """Today in the kabupaten's time zone."""
        return today_in(self.kabupaten.time_zone)


def scope_of(user: User) -> Scope:
    """The scope of a signed-in user. An admin sees everything; for others, no assignment means all (one query)."""
    assigned = None
    if not user.is_admin:
        ids = frozenset(User.kecamatan.through.objects.filter(user_id=user.pk).values_list("kecamatan_id", flat=True))
        assigned = ids or None
    return Scope(user=user, kabupaten=user.kabupaten, assigned=assigned)


def kecamatan_for(scope: Scope) -> QuerySet[Kecamatan]:
    """The kecamatan of the scope, by code."""
    found = Kecamatan.objects.filter(kabupaten=scope.kabupaten).order_by("code")
    return found if scope.assigned is None else found.filter(pk__in=scope.assigned)


def desa_for(scope: Scope) -> QuerySet[Desa]:
    """The desa of the scope, by code, each with its kecamatan."""
    found = Desa.objects.filter(kecamatan__kabupaten=scope.kabupaten).select_related("kecamatan").order_by("code")
    return found if scope.assigned is None else found.filter(kecamatan__in=scope.assigned)


def updates_for(scope: Scope) -> QuerySet[CountUpdate]:
    """The ledger's rows of the scope."""
    found = CountUpdate.objects.filter(drive__kabupaten=scope.kabupaten)
    return found if scope.assigned is None else found.filter(kecamatan__in=scope.assigned)


def drives_for(scope: Scope) -> QuerySet[Drive]:
    """The active drive first, then the past ones, newest first."""
    return Drive.objects.filter(kabupaten=scope.kabupaten).order_by("-is_active", "-baseline_date", "-pk")


def audit_for(scope: Scope) -> QuerySet[AuditEntry]:
    """The audit log, for admins only."""
    require_role(scope.user, User.Role.ADMIN)
    return AuditEntry.objects.filter(kabupaten=scope.kabupaten)


def reports_for(scope: Scope) -> QuerySet[Report]:
    """The issued reports of the scope; those of the whole kabupaten for those who see all of it."""
    found = Report.objects.filter(kabupaten=scope.kabupaten)
    return found if scope.assigned is None else found.filter(kecamatan__in=scope.assigned)


def report_or_404(scope: Scope, pk: int) -> Report:
    """The report of this number, if its place is in the scope."""
    found = reports_for(scope).select_related("drive", "kecamatan", "desa__kecamatan", "issued_by").filter(pk=pk)
    report = found.first()
    if report is None:
        raise Http404
    report.kabupaten = scope.kabupaten
    return report


def drive_or_404(scope: Scope, drive_id: int | None = None) -> Drive | None:
    """The drive asked for, or the active one (the newest where none is active); None where there is none at all."""
    if drive_id is None:
        return drives_for(scope).first()
    drive = drives_for(scope).filter(pk=drive_id).first()
    if drive is None:
        raise Http404
    return drive


def kecamatan_or_404(scope: Scope, code: str) -> Kecamatan:
    """The kecamatan with this code, if it is in the scope."""
    kecamatan = kecamatan_for(scope).filter(code=code.replace("\0", "")).first()
    if kecamatan is None:
        raise Http404
    return kecamatan


def desa_or_404(scope: Scope, code: str) -> Desa:
    """The desa with this code, if it is in the scope."""
    desa = desa_for(scope).filter(code=code.replace("\0", "")).first()
    if desa is None:
        raise Http404
    return desa


def school_or_404(scope: Scope, npsn: str) -> School:
    """The school with this NPSN, if its desa is in the scope."""
    found = School.objects.filter(npsn=npsn, desa__in=desa_for(scope)).select_related("desa__kecamatan")
    school = found.first()
    if school is None:
        raise Http404
    return school


def update_or_404(scope: Scope, pk: int) -> CountUpdate:
    """The ledger's row of this number, if its place is in the scope."""
    update = updates_for(scope).select_related("drive", "kecamatan", "desa", "entered_by").filter(pk=pk).first()
    if update is None:
        raise Http404
    return update


def colleague_or_404(scope: Scope, pk: int) -> User:
    """The user of this number, if they belong to the same kabupaten."""
    user = User.objects.filter(kabupaten=scope.kabupaten, pk=pk).first()
    if user is None:
        raise Http404
    return user


def wall_links_for(scope: Scope) -> QuerySet[WallLink]:
    """The links of screens, those that work first; for admins only."""
    require_role(scope.user, User.Role.ADMIN)
    found = WallLink.objects.filter(kabupaten=scope.kabupaten).select_related("made_by")
    return found.order_by(F("revoked_at").desc(nulls_first=True), "-made_at", "-pk")


def wall_link_or_404(scope: Scope, pk: int) -> WallLink:
    """The link of this number, if it is of this kabupaten; for admins only."""
    link = wall_links_for(scope).filter(pk=pk).first()
    if link is None:
        raise Http404
    return link


def saved_views_for(scope: Scope) -> QuerySet[SavedView]:
    """One's own views of lists, and those shared with everybody or with one's role; for an admin all that are shared."""
    user = scope.user
    shared = ~Q(shared_with="") if user.is_admin else Q(shared_with__in=[SavedView.Audience.ALL, user.role])
    return SavedView.objects.filter(Q(owner=user) | shared, kabupaten=scope.kabupaten).select_related("owner")


def saved_view_or_404(scope: Scope, pk: int) -> SavedView:
    """The saved view of this number, if the user sees it."""
    view = saved_views_for(scope).filter(pk=pk).first()
    if view is None:
        raise Http404
    return view


def may_delete_view(scope: Scope, view: SavedView) -> bool:
    """Its owner may, and an admin of its kabupaten."""
    mine = view.owner_id == scope.user.pk
    return view.kabupaten_id == scope.kabupaten.pk and (mine or scope.user.is_admin)


def require_role(user: User, *roles: str) -> None:
    """Raise PermissionDenied unless the user has one of the roles."""
    if user.role not in roles:
        raise PermissionDenied


def may_write(scope: Scope, kecamatan: Kecamatan) -> bool:
    """May the user enter counts for this kecamatan?"""
    theirs = kecamatan.kabupaten_id == scope.kabupaten.pk
    return theirs and scope.user.enters_counts and (scope.assigned is None or kecamatan.pk in scope.assigned)


def roles_only(*roles: str) -> Callable:
    """A view for these roles; others are refused with 403. Strangers never get this far (login is required everywhere)."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            require_role(request.user, *roles)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


writers_only = roles_only(User.Role.ADMIN, User.Role.PETUGAS)
admins_only = roles_only(User.Role.ADMIN)
