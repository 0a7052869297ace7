"""What tells whether the keys at hand are those of this database."""

from django.db import models
from django.db.models import Q


class SealCheck(models.Model):
    """The one row that says with which key the numbers of this database are sealed; of the key it tells nothing."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    key_id = models.CharField(max_length=8, editable=False)
    check_value = models.CharField(max_length=80, editable=False)

    class Meta:
        verbose_name = "seal check"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="sealcheck_is_one")]

    def __str__(self) -> str:
        return self.key_id
