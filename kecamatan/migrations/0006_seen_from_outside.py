"""Whether a kabupaten has a public page, and the secret addresses of screens. No guarded table is built anew on SQLite."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kecamatan", "0005_report_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="kabupaten",
            name="public_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="public page since"),
        ),
        migrations.CreateModel(
            name="WallLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="where the screen hangs")),
                (
                    "language",
                    models.CharField(
                        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
                        default="id",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="made"),
                ),
                ("last_seen_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last seen")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ended")),
                (
                    "kabupaten",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wall_links",
                        to="kecamatan.kabupaten",
                        verbose_name="kabupaten",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "link for a screen",
                "verbose_name_plural": "links for screens",
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["id", "en"])), name="walllink_language_known"
                    )
                ],
            },
        ),
    ]
