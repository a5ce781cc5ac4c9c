"""Who asked: beside the case, sealed, so that no list and no export holds it by accident."""

from __future__ import annotations

from django.db import models

from guiju.org.models import Jurisdiction
from guiju.procedures.models import Case


class Applicant(models.Model):
    """The applicant of one request. `sealed` is an `Identity`, see `sealing`; lists show `masked`.

    (个人信息保护法第五十一条: encryption and access by need.)
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.OneToOneField(Case, models.PROTECT, related_name="applicant", verbose_name="事项")
    masked = models.CharField("申请人", max_length=8)
    sealed = models.BinaryField("加密的申请人信息")

    class Meta:
        verbose_name = "申请人"
        verbose_name_plural = "申请人"

    def __str__(self) -> str:
        return self.masked
