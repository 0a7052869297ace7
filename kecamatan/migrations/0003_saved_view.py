"""Views of lists that somebody keeps. A new table only, so that no guarded one is built anew on SQLite."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kecamatan", "0002_ledger_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list", models.CharField(max_length=80, verbose_name="list")),
                ("name", models.CharField(max_length=60, verbose_name="name of the view")),
                ("query", models.TextField(blank=True, max_length=2000, verbose_name="filters")),
                (
                    "shared_with",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "only me"),
                            ("all", "everybody in this office"),
                            ("admin", "admins"),
                            ("petugas", "all petugas"),
                            ("pejabat", "all pejabat"),
                        ],
                        max_length=7,
                        verbose_name="with whom",
                    ),
                ),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="saved"),
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("shared_with__in", ["", "all", "admin", "petugas", "pejabat"])),
                        name="savedview_shared_with_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length(models.F("query")), 2000
                        ),
                        name="savedview_query_not_too_long",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("query__regex", "[0-9]{16}"), _negated=True),
                            models.Q(("name__regex", "[0-9]{16}"), _negated=True),
                        ),
                        name="savedview_holds_no_nik",
                    ),
                    models.UniqueConstraint(fields=("owner", "list", "name"), name="savedview_name_once"),
                ],
            },
        ),
    ]
