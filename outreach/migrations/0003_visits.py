import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kecamatan", "0003_saved_view"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("outreach", "0002_people_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kabupaten",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kits", to="kecamatan.kabupaten"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "kit",
                "verbose_name_plural": "kits",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("kabupaten", "name"), name="kit_name_once"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="kit_has_a_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.drive",
                        verbose_name="drive",
                    ),
                ),
                (
                    "kecamatan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.kecamatan",
                        verbose_name="kecamatan",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("starts", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="until")),
                ("place_name", models.CharField(max_length=120, verbose_name="gathering place")),
                ("place_address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "latitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "access",
                    models.CharField(
                        choices=[("road", "by road"), ("boat", "by boat"), ("tide", "by boat, with the tide")],
                        default="road",
                        max_length=4,
                        verbose_name="how to get there",
                    ),
                ),
                ("hints", models.CharField(blank=True, max_length=300, verbose_name="hints for getting there")),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="leader of the team",
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contact there")),
                ("contact_phone", models.CharField(blank=True, max_length=20, verbose_name="phone of the contact")),
                ("notes", models.TextField(blank=True, max_length=1000, verbose_name="notes")),
                ("cards_printed", models.PositiveIntegerField(blank=True, null=True, verbose_name="cards printed")),
                ("ikd_activated", models.PositiveIntegerField(blank=True, null=True, verbose_name="IKD activated")),
                ("what_went_wrong", models.TextField(blank=True, max_length=1000, verbose_name="what went wrong")),
                ("began_at", models.TimeField(blank=True, null=True, verbose_name="began at")),
                ("ended_at", models.TimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="outreach.visit",
                        verbose_name="follows",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="outreach.visit",
                        verbose_name="in place of",
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="planned by",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("announced", "announced"),
                            ("confirmed", "place confirmed"),
                            ("under_way", "under way"),
                            ("done", "done"),
                            ("closed", "closed"),
                            ("postponed", "postponed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("steps_taken", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "desa",
                    models.ManyToManyField(
                        blank=True, related_name="visits", to="kecamatan.desa", verbose_name="desa/kelurahan"
                    ),
                ),
                (
                    "schools",
                    models.ManyToManyField(
                        blank=True, related_name="visits", to="kecamatan.school", verbose_name="schools"
                    ),
                ),
                (
                    "team",
                    models.ManyToManyField(
                        blank=True, related_name="visits", to=settings.AUTH_USER_MODEL, verbose_name="team"
                    ),
                ),
                (
                    "kits",
                    models.ManyToManyField(blank=True, related_name="visits", to="outreach.kit", verbose_name="kits"),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ["day", "starts", "pk"],
                "indexes": [
                    models.Index(fields=["drive", "day", "starts"], name="visit_calendar"),
                    models.Index(fields=["drive", "state", "day"], name="visit_states"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts__lt", models.F("ends"))), name="visit_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place_name", ""), _negated=True), name="visit_has_a_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "announced",
                                    "confirmed",
                                    "under_way",
                                    "done",
                                    "closed",
                                    "postponed",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="visit_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("access__in", ["road", "boat", "tide"])), name="visit_access_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__gte", -90),
                                ("latitude__isnull", False),
                                ("latitude__lte", 90),
                                ("longitude__gte", -180),
                                ("longitude__isnull", False),
                                ("longitude__lte", 180),
                            ),
                            _connector="OR",
                        ),
                        name="visit_point_on_earth",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="outreach.visit",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="outreach.resident"
                    ),
                ),
                ("code", models.CharField(max_length=5)),
            ],
            options={
                "verbose_name": "short code",
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "resident"), name="visitcode_of_one_person"),
                    models.UniqueConstraint(fields=("visit", "code"), name="visitcode_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counts", to="outreach.visit"
                    ),
                ),
                (
                    "desa",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.desa",
                    ),
                ),
                ("people", models.PositiveIntegerField()),
                ("newly_obliged", models.PositiveIntegerField(default=0)),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kecamatan.countupdate"
                    ),
                ),
                (
                    "inflow_row",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.countupdate",
                    ),
                ),
                ("taken_back", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "people counted without names",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("people__gt", 0)), name="visitcount_somebody"),
                    models.CheckConstraint(
                        condition=models.Q(("newly_obliged__lte", models.F("people"))),
                        name="visitcount_new_ones_among_them",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitPick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picks",
                        to="outreach.visit",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="outreach.resident"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("expect", "expected by hand"), ("leave_out", "left out by hand")], max_length=9
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "pick for a visit",
                "constraints": [models.UniqueConstraint(fields=("visit", "resident"), name="visitpick_once")],
            },
        ),
        migrations.CreateModel(
            name="VisitStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="outreach.visit",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("announce", "announced"),
                            ("confirm", "place confirmed"),
                            ("unconfirm", "place no longer confirmed"),
                            ("start", "started"),
                            ("unstart", "not started after all"),
                            ("finish", "done"),
                            ("resume", "taken up again"),
                            ("close", "closed"),
                            ("reopen", "opened again"),
                            ("postpone", "postponed"),
                            ("cancel", "cancelled"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("announced", "announced"),
                            ("confirmed", "place confirmed"),
                            ("under_way", "under way"),
                            ("done", "done"),
                            ("closed", "closed"),
                            ("postponed", "postponed"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("announced", "announced"),
                            ("confirmed", "place confirmed"),
                            ("under_way", "under way"),
                            ("done", "done"),
                            ("closed", "closed"),
                            ("postponed", "postponed"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a visit",
                "verbose_name_plural": "steps of visits",
                "ordering": ["visit", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "number"), name="visitstep_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step__in", ["cancel", "postpone", "reopen", "unstart"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="visitstep_has_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="outreach.visit",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="attendances",
                        to="outreach.resident",
                    ),
                ),
                (
                    "desa",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kecamatan.desa"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("place", "of its places"),
                            ("hand", "expected by hand"),
                            ("unlisted", "came unlisted"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recorded", "recorded"),
                            ("failed", "failed"),
                            ("absent", "absent"),
                            ("refused", "refused"),
                            ("under_16", "under 16"),
                            ("already_recorded", "already recorded"),
                            ("away", "away"),
                        ],
                        max_length=16,
                        verbose_name="outcome",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "step",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="attendance",
                        to="outreach.residentstep",
                    ),
                ),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="entered")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["visit", "outcome", "origin"], name="attendance_tally")],
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "resident"), name="attendance_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["", "recorded", "failed", "absent", "refused", "under_16", "already_recorded", "away"],
                            )
                        ),
                        name="attendance_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["place", "hand", "unlisted"])),
                        name="attendance_origin_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "recorded"), _negated=True),
                            ("step__isnull", False),
                            ("resident__isnull", True),
                            _connector="OR",
                        ),
                        name="attendance_recorded_by_a_step",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="outreach.attendance"
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=16)),
                ("after", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "change of an outcome",
                "ordering": ["pk"],
            },
        ),
    ]
