"""How the teams of an office work, and how its desa are reached."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kecamatan", "0003_saved_view"),
        ("outreach", "0008_letter_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="DesaAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "access",
                    models.CharField(
                        choices=[("road", "by road"), ("boat", "by boat"), ("tide", "by boat, with the tide")],
                        max_length=4,
                        verbose_name="how to get there",
                    ),
                ),
                (
                    "desa",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reached",
                        to="kecamatan.desa",
                        verbose_name="desa/kelurahan",
                    ),
                ),
            ],
            options={
                "verbose_name": "way to a desa",
                "verbose_name_plural": "ways to desa",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("access__in", ["road", "boat", "tide"])), name="desaaccess_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("base_name", models.CharField(blank=True, max_length=120, verbose_name="where the teams set out")),
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
                    "teams",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(6),
                        ],
                        verbose_name="teams",
                    ),
                ),
                (
                    "kits",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="kits of a team",
                    ),
                ),
                (
                    "hours",
                    models.FloatField(
                        default=8.0,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(14),
                        ],
                        verbose_name="hours of a day, with the way",
                    ),
                ),
                (
                    "set_up",
                    models.PositiveSmallIntegerField(
                        default=45,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(240),
                        ],
                        verbose_name="minutes to set up at a place",
                    ),
                ),
                (
                    "minutes",
                    models.FloatField(
                        default=5.0,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="minutes for a person",
                    ),
                ),
                (
                    "road_speed",
                    models.FloatField(
                        default=30.0,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="km an hour by road",
                    ),
                ),
                (
                    "boat_speed",
                    models.FloatField(
                        default=25.0,
                        validators=[
                            django.core.validators.MinValueValidator(3),
                            django.core.validators.MaxValueValidator(80),
                        ],
                        verbose_name="km an hour by boat",
                    ),
                ),
                (
                    "school_week",
                    models.CharField(
                        choices=[("five", "Monday to Friday"), ("six", "Monday to Saturday")],
                        default="six",
                        max_length=4,
                        verbose_name="school week",
                    ),
                ),
                (
                    "kabupaten",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kecamatan.kabupaten"
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of the planner",
                "verbose_name_plural": "settings of the planner",
                "constraints": [
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
                        name="plansettings_point_on_earth",
                        violation_error_message="A point has both a latitude and a longitude, within ±90 and ±180 degrees, or neither of them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("school_week__in", ["five", "six"])), name="plansettings_week_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kits__gte", 1), ("kits__lte", 10), ("teams__gte", 1), ("teams__lte", 6)),
                        name="plansettings_somebody_goes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours__gte", 2),
                            ("hours__lte", 14),
                            ("minutes__gte", 1),
                            ("minutes__lte", 60),
                            ("set_up__lte", 240),
                        ),
                        name="plansettings_a_day_of_work",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("boat_speed__gte", 3),
                            ("boat_speed__lte", 80),
                            ("road_speed__gte", 5),
                            ("road_speed__lte", 100),
                        ),
                        name="plansettings_speeds",
                    ),
                ],
            },
        ),
    ]
