"""Reports that were issued, how they are numbered and to whom they go. New tables only."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kecamatan", "0003_saved_view"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("daily", "daily recap"),
                            ("weekly", "weekly recap"),
                            ("monthly", "monthly recap"),
                            ("final", "final recap"),
                            ("brief", "brief of the week"),
                        ],
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("day", models.DateField(verbose_name="as of")),
                ("on", models.DateField(verbose_name="date of the report")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("serial", models.PositiveIntegerField(verbose_name="serial")),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("content", models.JSONField(editable=False)),
                (
                    "issued_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="issued at"),
                ),
                (
                    "desa",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.desa",
                        verbose_name="desa/kelurahan",
                    ),
                ),
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
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: made by the schedule.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "kabupaten",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.kabupaten",
                        verbose_name="kabupaten",
                    ),
                ),
                (
                    "kecamatan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.kecamatan",
                        verbose_name="kecamatan",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "register of reports",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("taken", "being sent"),
                            ("sent", "sent"),
                            ("failed", "failed, tried again with the next run"),
                            ("uncertain", "not known whether it arrived"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("fault", models.CharField(blank=True, max_length=60, verbose_name="fault")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="kecamatan.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "report by e-mail",
                "verbose_name_plural": "reports by e-mail",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number_pattern",
                    models.CharField(
                        default="470/{nomor}/LAP-KTPEL/{bulan_romawi}/{tahun}",
                        help_text="With the classification: {nomor}, {bulan_romawi} or {bulan}, and {tahun} are filled in.",
                        max_length=60,
                        verbose_name="pattern of the numbers",
                    ),
                ),
                (
                    "recipients",
                    models.TextField(
                        blank=True,
                        help_text="One address a line. With the code of a kecamatan behind it, such as camat@contoh.go.id 15.07.05, the recap of that kecamatan goes there; without one, the recap of the kabupaten and the brief.",
                        max_length=4000,
                        verbose_name="by e-mail to",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "kabupaten",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_settings",
                        to="kecamatan.kabupaten",
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of reports",
                "verbose_name_plural": "settings of reports",
            },
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["kabupaten", "kecamatan", "-id"], name="report_register"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["daily", "weekly", "monthly", "final", "brief"])),
                name="report_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(condition=models.Q(("serial__gte", 1)), name="report_numbers_from_one"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="report_number_is_written"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("desa__isnull", True), ("kecamatan__isnull", False), _connector="OR"),
                name="report_of_a_desa_of_its_kecamatan",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "brief"), _negated=True), ("kecamatan__isnull", True), _connector="OR"
                ),
                name="report_brief_of_the_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("kabupaten", "year", "serial"), name="report_serial_once"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                models.F("kabupaten"), django.db.models.functions.text.Upper("number"), name="report_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportmail",
            constraint=models.UniqueConstraint(fields=("report", "address"), name="reportmail_once_to_an_address"),
        ),
        migrations.AddConstraint(
            model_name="reportmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "taken", "sent", "failed", "uncertain"])),
                name="reportmail_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("number_pattern", ""), _negated=True), name="reportsettings_has_a_pattern"
            ),
        ),
    ]
