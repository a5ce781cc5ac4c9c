"""Who asked for information: kept sealed, shown on demand, and every showing on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.core.kept import kept_secret
from guiju.foi.identity import LABELS, Identity, masked
from guiju.foi.models import Applicant
from guiju.foi.sealing import NotSealed, seal, unseal
from guiju.org.selectors import roles_of
from guiju.procedures.desk.entries import viewer_who_sees
from guiju.procedures.models import Case
from guiju.procedures.storing import chain_of

BASIS = "个人信息保护法第五十一条"
"""De-identification and access control; the article that asks for the log of who looked."""

KEY_FILE = "applicant_key"


def reveal(case: Case, *, reason: str, by: User, at: datetime) -> Identity:
    """The applicant in full, with an audit entry that says who looked, when and why.

    Raises NotYours for someone who may not see the case or has no part in requests of this
    district, Refusal for an empty reason or where nothing is kept, NotSealed when it cannot be
    opened.
    """
    _refuse_unless_involved(case, by, at)
    _refuse_unless_given(reason, "查看")
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        identity = _open(_kept(case))
        _log(case, "reveal_applicant", by, at, {"reason": reason.strip()})
    return identity


def amend(case: Case, changes: Mapping[str, str], *, reason: str, by: User, at: datetime) -> None:
    """Put right or complete the applicant's name, check, contact or address.

    The audit entry names the fields, never their content. Raises as `reveal` does.
    """
    _refuse_unless_involved(case, by, at)
    _refuse_unless_given(reason, "修改")
    unknown = [name for name in changes if name not in LABELS]
    if unknown:
        says = f"申请人信息没有“{'、'.join(unknown)}”"
        raise Refusal([Reason("applicant.field", says)])
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        row = Applicant.objects.filter(case=case).first()
        known = _open(row) if row else Identity()
        put_away(case, replace(known, **{name: text.strip() for name, text in changes.items()}))
        fields: list[Json] = [LABELS[name] for name in changes]
        _log(case, "amend_applicant", by, at, {"reason": reason.strip(), "fields": fields})


def put_away(case: Case, identity: Identity) -> None:
    """Seal and save. Call inside the transaction of the act that brought it."""
    sealed = seal(identity.as_json().encode(), _about(case.jurisdiction_id, case.pk), keys())
    Applicant.objects.update_or_create(
        case=case,
        defaults={
            "jurisdiction_id": case.jurisdiction_id,
            "masked": masked(identity.name),
            "sealed": sealed,
        },
    )


def known(case: Case) -> Identity | None:
    """What is kept, for the system's own use and never for display; None when nothing is."""
    row = Applicant.objects.filter(case=case).first()
    return _open(row) if row else None


def reseal_all() -> int:
    """Seal everything anew with the first key; returns how many. All of it or nothing."""
    with transaction.atomic():
        rows = list(Applicant.objects.select_for_update().order_by("pk"))
        for row in rows:
            about = _about(row.jurisdiction_id, row.case_id)
            row.sealed = seal(unseal(bytes(row.sealed), about, keys()), about, keys())
        Applicant.objects.bulk_update(rows, ["sealed"], batch_size=500)
    return len(rows)


def keys() -> list[str]:
    """The keys in force, the one to seal with first.

    Raises NotSealed when the file of keys is gone while there is something to open: a new one
    made in silence would hide the loss.
    """
    given = [str(key) for key in settings.APPLICANT_KEY if str(key).strip()]
    if given:
        return given
    path = Path(settings.VAR) / KEY_FILE
    if not path.exists() and Applicant.objects.exists():
        says = f"申请人信息的密钥文件{KEY_FILE}不见了，请从备份恢复，不要新建"
        raise NotSealed([Reason("applicant.key", says, helper="系统管理员")])
    return kept_secret(path).split()


def _kept(case: Case) -> Applicant:
    row = Applicant.objects.filter(case=case).first()
    if row is None:
        says = "本事项没有登记申请人信息；台账导入的事项，请查台账原件"
        raise Refusal([Reason("applicant.none", says)])
    return row


def _open(row: Applicant) -> Identity:
    plain = unseal(bytes(row.sealed), _about(row.jurisdiction_id, row.case_id), keys())
    return Identity.from_json(plain.decode())


def _about(jurisdiction: int, case: int) -> bytes:
    return f"{jurisdiction}/case/{case}".encode()


def _refuse_unless_involved(case: Case, by: User, at: datetime) -> None:
    viewer = viewer_who_sees(case, by=by, at=at)
    here = [post for post in viewer.posts if post.jurisdiction_id == case.jurisdiction_id]
    if not any(role.startswith(f"{case.procedure}.") for role in roles_of(here)):
        says = "申请人信息只供办理依申请公开的岗位查看"
        helper = "政府信息公开工作机构经办人"
        raise NotYours([Reason("applicant.not_involved", says, BASIS, helper)])


def _refuse_unless_given(reason: str, verb: str) -> None:
    if not reason.strip():
        says = f"{verb}申请人信息须写明理由，理由记入审计"
        raise Refusal([Reason("applicant.reason", says, BASIS)])


def _log(case: Case, verb: str, by: User, at: datetime, said: dict[str, Json]) -> None:
    payload: dict[str, Json] = {"case": case.pk, **said}
    audit.append(
        audit.Record(case.jurisdiction_id, chain_of(case), verb, by.get_username(), at, payload)
    )
