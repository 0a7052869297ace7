import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kecamatan", "0002_ledger_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kabupaten",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kecamatan.kabupaten"
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kecamatan.drive"
                    ),
                ),
                ("file_name", models.CharField(max_length=150, verbose_name="file")),
                ("file_bytes", models.PositiveIntegerField(default=0, verbose_name="size")),
                ("file_print", models.CharField(blank=True, max_length=75)),
                ("upload", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "uploaded"),
                            ("reading", "being read"),
                            ("mapping", "columns to be named"),
                            ("preview", "ready to look at"),
                            ("committing", "being taken in"),
                            ("committed", "taken in"),
                            ("undone", "undone"),
                            ("discarded", "thrown away"),
                            ("failed", "cannot be read"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "covers",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("whole", "a whole list: who is missing from it is gone"),
                            ("partial", "a part: nobody is gone"),
                        ],
                        max_length=7,
                        verbose_name="what it covers",
                    ),
                ),
                ("list_date", models.DateField(verbose_name="day of the list")),
                (
                    "new_are",
                    models.CharField(
                        choices=[
                            ("rule", "by the rule"),
                            ("names", "all name the baseline"),
                            ("inflow", "all flowed in"),
                        ],
                        default="rule",
                        max_length=6,
                        verbose_name="who is new",
                    ),
                ),
                ("new_reason", models.CharField(blank=True, max_length=300, verbose_name="why not by the rule")),
                ("exact", models.BooleanField(default=False, verbose_name="an export of this site")),
                ("told", models.TextField(blank=True)),
                ("refused", models.CharField(blank=True, max_length=300)),
                ("new", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("same", models.PositiveIntegerField(default=0)),
                ("doubtful", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("gone", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("committed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "committed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "undone_by",
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
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "uploaded",
                                    "reading",
                                    "mapping",
                                    "preview",
                                    "committing",
                                    "committed",
                                    "undone",
                                    "discarded",
                                    "failed",
                                ],
                            )
                        ),
                        name="importbatch_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("committed_at__isnull", False),
                            models.Q(("state__in", ["committed", "undone"]), _negated=True),
                            _connector="OR",
                        ),
                        name="importbatch_committed_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="importbatch_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kabupaten",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kecamatan.kabupaten"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                (
                    "desa",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kecamatan.desa"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "remembered place",
                "constraints": [models.UniqueConstraint(fields=("kabupaten", "key"), name="placechoice_once")],
            },
        ),
        migrations.CreateModel(
            name="Resident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "drive",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.drive",
                        verbose_name="drive",
                    ),
                ),
                (
                    "kecamatan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.kecamatan",
                        verbose_name="kecamatan",
                    ),
                ),
                (
                    "desa",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.desa",
                        verbose_name="desa/kelurahan",
                    ),
                ),
                ("nik_sealed", models.CharField(blank=True, editable=False, max_length=160)),
                ("nik_print", models.CharField(blank=True, editable=False, max_length=75, null=True)),
                ("no_kk_sealed", models.CharField(blank=True, editable=False, max_length=160)),
                ("no_kk_print", models.CharField(blank=True, editable=False, max_length=75)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_key", models.CharField(editable=False, max_length=300)),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("male", "male"), ("female", "female")], max_length=6, verbose_name="sex"
                    ),
                ),
                ("birth_place", models.CharField(blank=True, max_length=80, verbose_name="place of birth")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                ("ever_married", models.BooleanField(default=False, verbose_name="ever married")),
                ("rt", models.CharField(blank=True, max_length=3, verbose_name="RT")),
                ("rw", models.CharField(blank=True, max_length=3, verbose_name="RW")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.school",
                        verbose_name="school",
                    ),
                ),
                (
                    "home_visit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("elderly", "elderly"),
                            ("ill", "ill"),
                            ("disabled", "disabled"),
                            ("detained", "detained"),
                        ],
                        max_length=8,
                        verbose_name="home visit",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("listed_on", models.DateField(verbose_name="on the list since")),
                ("listed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "listed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="listed by",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="residents",
                        to="outreach.importbatch",
                        verbose_name="import",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unrecorded", "not yet recorded"),
                            ("recorded", "recorded"),
                            ("sent", "sent to the centre"),
                            ("print_ready", "ready to print"),
                            ("printed", "printed"),
                            ("delivered", "handed over"),
                            ("failed", "failed, to be recorded again"),
                            ("duplicate", "held as a duplicate"),
                            ("removed", "off the list"),
                            ("merged", "merged with another"),
                        ],
                        default="unrecorded",
                        editable=False,
                        max_length=11,
                        verbose_name="status",
                    ),
                ),
                (
                    "removal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recorded_elsewhere", "recorded elsewhere"),
                            ("died", "died"),
                            ("moved_out", "moved out"),
                            ("double", "listed twice"),
                            ("not_obliged", "not obliged"),
                            ("not_found", "not to be found"),
                        ],
                        editable=False,
                        max_length=18,
                        verbose_name="reason",
                    ),
                ),
                ("added", models.BooleanField(default=False, editable=False, verbose_name="flowed in")),
                ("since", models.DateField(editable=False, verbose_name="status since")),
                ("steps_taken", models.PositiveIntegerField(default=0, editable=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "resident",
                "verbose_name_plural": "residents",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        fields=["drive", "kecamatan", "desa", "state", "birth_date", "ever_married"],
                        name="resident_places",
                    ),
                    models.Index(fields=["drive", "name", "id"], name="resident_by_name"),
                    models.Index(
                        condition=models.Q(("no_kk_print", ""), _negated=True),
                        fields=["no_kk_print"],
                        name="resident_household",
                    ),
                    models.Index(fields=["drive", "birth_date"], name="resident_born"),
                    models.Index(fields=["drive", "state", "since"], name="resident_waiting"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("nik_print__isnull", False), models.Q(("state", "merged"), _negated=True)),
                        fields=("drive", "nik_print"),
                        name="resident_nik_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nik_print__isnull", True), ("nik_sealed", "")),
                            models.Q(models.Q(("nik_sealed", ""), _negated=True), ("nik_print__isnull", False)),
                            _connector="OR",
                        ),
                        name="resident_nik_sealed_and_printed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("no_kk_print", ""), ("no_kk_sealed", "")),
                            models.Q(
                                models.Q(("no_kk_sealed", ""), _negated=True),
                                models.Q(("no_kk_print", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="resident_no_kk_sealed_and_printed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("name_key", ""), _negated=True)
                        ),
                        name="resident_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["", "male", "female"])), name="resident_sex_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rt__regex", "^([0-9]{3})?$"), ("rw__regex", "^([0-9]{3})?$")),
                        name="resident_rt_rw_of_three_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("home_visit__in", ["", "elderly", "ill", "disabled", "detained"])),
                        name="resident_home_visit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_date__isnull", True), ("birth_date__lte", models.F("listed_on")), _connector="OR"
                        ),
                        name="resident_born_before_listed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "unrecorded",
                                    "recorded",
                                    "sent",
                                    "print_ready",
                                    "printed",
                                    "delivered",
                                    "failed",
                                    "duplicate",
                                    "removed",
                                    "merged",
                                ],
                            )
                        ),
                        name="resident_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "removed"),
                                (
                                    "removal__in",
                                    ["recorded_elsewhere", "died", "moved_out", "double", "not_obliged", "not_found"],
                                ),
                            ),
                            models.Q(("state", "merged"), ("removal__in", ["", "double"])),
                            models.Q(models.Q(("state__in", ["removed", "merged"]), _negated=True), ("removal", "")),
                            _connector="OR",
                        ),
                        name="resident_removal_with_its_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="outreach.importbatch",
                    ),
                ),
                ("sheet", models.CharField(blank=True, max_length=80)),
                ("number", models.PositiveIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("changed", "changed"),
                            ("same", "same"),
                            ("doubtful", "doubtful"),
                            ("rejected", "rejected"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                (
                    "kecamatan",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.kecamatan",
                    ),
                ),
                (
                    "desa",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.desa",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_rows",
                        to="outreach.resident",
                    ),
                ),
                ("content", models.TextField(blank=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not decided"),
                            ("new", "a new person"),
                            ("match", "the same person"),
                            ("skip", "leave this row out"),
                        ],
                        default="",
                        max_length=5,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "row of an import",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["batch", "verdict", "reason", "id"], name="importrow_verdicts")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["new", "changed", "same", "doubtful", "rejected"])),
                        name="importrow_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["", "new", "match", "skip"])),
                        name="importrow_decision_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Distinct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="outreach.resident"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="outreach.resident"
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
                "verbose_name": "two different people",
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="distinct_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="distinct_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="outreach.importbatch"
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="outreach.resident"
                    ),
                ),
                (
                    "settled",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "to be settled"),
                            ("recorded", "recorded by us"),
                            ("removed", "taken off the list"),
                            ("kept", "stays on our list"),
                            ("back", "back on a later list"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outreach.importbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "gone from the list",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "resident"), name="absence_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("settled", "")), fields=("resident",), name="absence_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled__in", ["", "recorded", "removed", "kept", "back"])),
                        name="absence_settled_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled", ""), ("settled_at__isnull", True)),
                            models.Q(models.Q(("settled", ""), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="absence_settled_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResidentAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kabupaten",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kecamatan.kabupaten"
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="accesses", to="outreach.resident"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nik", "saw the whole NIK"),
                            ("no_kk", "saw the whole No KK"),
                            ("export", "exported in a list"),
                            ("print", "printed the access log"),
                        ],
                        max_length=6,
                        verbose_name="what",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "access",
                "verbose_name_plural": "access log",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ResidentRow",
            fields=[
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="rows", to="outreach.resident"
                    ),
                ),
                (
                    "row",
                    models.OneToOneField(
                        db_column="key",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="kecamatan.countupdate",
                        to_field="key",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a resident",
            },
        ),
        migrations.CreateModel(
            name="ResidentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "resident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="steps",
                        to="outreach.resident",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("add", "flowed in"),
                            ("record", "recorded"),
                            ("send", "sent to the centre"),
                            ("ready", "ready to print"),
                            ("print", "printed"),
                            ("deliver", "handed over"),
                            ("fail", "recording failed"),
                            ("hold_as_duplicate", "held as a duplicate by the centre"),
                            ("remove", "taken off the list"),
                            ("merge", "merged with another"),
                            ("undo", "undone"),
                        ],
                        max_length=17,
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("unrecorded", "not yet recorded"),
                            ("recorded", "recorded"),
                            ("sent", "sent to the centre"),
                            ("print_ready", "ready to print"),
                            ("printed", "printed"),
                            ("delivered", "handed over"),
                            ("failed", "failed, to be recorded again"),
                            ("duplicate", "held as a duplicate"),
                            ("removed", "off the list"),
                            ("merged", "merged with another"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("unrecorded", "not yet recorded"),
                            ("recorded", "recorded"),
                            ("sent", "sent to the centre"),
                            ("print_ready", "ready to print"),
                            ("printed", "printed"),
                            ("delivered", "handed over"),
                            ("failed", "failed, to be recorded again"),
                            ("duplicate", "held as a duplicate"),
                            ("removed", "off the list"),
                            ("merged", "merged with another"),
                        ],
                        max_length=11,
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "removal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recorded_elsewhere", "recorded elsewhere"),
                            ("died", "died"),
                            ("moved_out", "moved out"),
                            ("double", "listed twice"),
                            ("not_obliged", "not obliged"),
                            ("not_found", "not to be found"),
                        ],
                        max_length=18,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="undone_by",
                        to="outreach.residentstep",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="merges",
                        to="outreach.resident",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="outreach.importbatch",
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
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["resident", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("resident", "number"), name="residentstep_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("undoes__isnull", True), ("step", "undo"), _connector="OR"),
                        name="residentstep_undo_undoes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step", "undo"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="residentstep_undo_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("into__isnull", False), ("step", "merge")),
                            models.Q(models.Q(("step", "merge"), _negated=True), ("into__isnull", True)),
                            _connector="OR",
                        ),
                        name="residentstep_merge_names_the_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResidentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="changes", to="outreach.resident"
                    ),
                ),
                ("field", models.CharField(max_length=20)),
                ("before", models.CharField(blank=True, max_length=300)),
                ("after", models.CharField(blank=True, max_length=300)),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="outreach.importbatch",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="changes",
                        to="outreach.residentstep",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a resident",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SealCheck",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.CharField(editable=False, max_length=8)),
                ("check_value", models.CharField(editable=False, max_length=80)),
            ],
            options={
                "verbose_name": "seal check",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="sealcheck_is_one")],
            },
        ),
        migrations.CreateModel(
            name="ColumnChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kabupaten",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kecamatan.kabupaten"
                    ),
                ),
                ("shape", models.CharField(max_length=32)),
                ("column", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=80)),
                ("meaning", models.CharField(max_length=20)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "remembered column",
                "constraints": [
                    models.UniqueConstraint(fields=("kabupaten", "shape", "column"), name="columnchoice_once")
                ],
            },
        ),
    ]
