"""The audit log: who changed what, when, from what to what. Read only."""

from datetime import timedelta

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kecamatan.admin.base import ReadOnlyAdmin, ScopedFilter
from kecamatan.figures import NONE, moment_text
from kecamatan.models import AuditChange, AuditEntry
from kecamatan.models.audit import action_label


def kind_label(target_type: str) -> str:
    """The kind of thing in words, by the name of its model."""
    try:
        return str(apps.get_app_config("kecamatan").get_model(target_type)._meta.verbose_name)
    except LookupError:
        return target_type


class ActionFilter(ScopedFilter):
    """By what was done, among what this regency's log holds."""

    title = _("what")
    parameter_name = "action"
    field = "action"

    def choices_for(self, request: HttpRequest) -> list[tuple[str, str]]:
        found = AuditEntry.objects.filter(kabupaten=request.user.kabupaten_id).order_by("action")
        return [(action, action_label(action)) for action in found.values_list("action", flat=True).distinct()]


class SinceFilter(ScopedFilter):
    """The last day, week or month."""

    title = _("when")
    parameter_name = "days"

    def choices_for(self, request: HttpRequest) -> list[tuple[str, str]]:
        return [("1", _("the last 24 hours")), ("7", _("the last 7 days")), ("30", _("the last 30 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        offered = dict(self.lookup_choices)
        days = int(self.value()) if self.value() in offered else 0
        return queryset.filter(at__gte=timezone.now() - timedelta(days=days)) if days else queryset


class ChangeInline(admin.TabularInline):
    """Field by field, before and after."""

    model = AuditChange
    template = "admin/kecamatan/audit_changes.html"
    fields = ["field", "before", "after"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Newest first, with what changed beside each act."""

    list_display = ["when", "who", "what", "which", "changes"]
    list_display_links = ["when"]
    list_filter = [ActionFilter, SinceFilter]
    search_fields = ["target", "by__username", "by__full_name"]
    fields = ["when", "who", "what", "which"]
    readonly_fields = fields
    inlines = [ChangeInline]
    ordering = ["-pk"]
    further_lookups = frozenset({"target_type__exact", "target_id__exact"})  # the history of one row

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return super().get_queryset(request).select_related("by", "kabupaten").prefetch_related("changes")

    @admin.display(description=_("when"), ordering="pk")
    def when(self, entry: AuditEntry) -> str:
        return moment_text(entry.at, entry.kabupaten.time_zone, entry.kabupaten.zone_label)

    @admin.display(description=_("who"), ordering="by__username")
    def who(self, entry: AuditEntry) -> str:
        return str(entry.by) if entry.by else str(_("a command on the server"))

    @admin.display(description=_("what"), ordering="action")
    def what(self, entry: AuditEntry) -> str:
        return action_label(entry.action)

    @admin.display(description=_("which"), ordering="target")
    def which(self, entry: AuditEntry) -> str:
        return f"{kind_label(entry.target_type)} {entry.target}".strip()

    @admin.display(description=_("before → after"))
    def changes(self, entry: AuditEntry) -> SafeString | str:
        return format_html_join("", "<div>{}</div>", ((str(one),) for one in entry.changes.all())) or NONE
