"""What the office says of days of the calendar, beside the public holidays that the library knows."""

import datetime

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kecamatan", "0003_saved_view"),
        ("outreach", "0004_visit_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("holiday", "public holiday"),
                            ("joint_leave", "joint leave"),
                            ("school_break", "school break"),
                            ("closed", "the office does not go out"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("taken_off", models.BooleanField(default=False, verbose_name="taken off")),
                (
                    "kabupaten",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kecamatan.kabupaten",
                    ),
                ),
            ],
            options={
                "verbose_name": "day of the calendar",
                "verbose_name_plural": "days of the calendar",
                "ordering": ["day", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("kabupaten", "day", "kind"), name="calendarday_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["holiday", "joint_leave", "school_break", "closed"])),
                        name="calendarday_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken_off", True), models.Q(("name", ""), _negated=True), _connector="OR"),
                        name="calendarday_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__gte", datetime.date(2000, 1, 1)), ("day__lte", datetime.date(2100, 12, 31))
                        ),
                        name="calendarday_in_our_time",
                    ),
                ],
            },
        ),
    ]
