"""Forms of the people pages."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from pypinyin import lazy_pinyin

from guiju.home.boxes_page import called
from guiju.home.people import administered, colleagues, own_posts, posts_in
from guiju.home.wording import procedure_title
from guiju.org.models import Post, Unit
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.rulebook import office_rulebook

EMPTY = "请选择"


class _Person(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People by their names, as a Chinese list has them: by their pinyin.

    By their posts as well where two are called the same.
    """

    namesakes: frozenset[int] = frozenset()

    def among(self, people: QuerySet[User]) -> None:
        self.queryset = people
        names = Counter(called(one) for one in people)
        self.namesakes = frozenset(one.pk for one in people if names[called(one)] > 1)
        listed = sorted(people, key=lambda one: (lazy_pinyin(called(one)), called(one), one.pk))
        named = [(one.pk, self.label_from_instance(one)) for one in listed]
        self.choices = [("", self.empty_label or ""), *named]

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - as Django types it
        if obj.pk not in self.namesakes:
            return called(obj)
        return f"{called(obj)}（{'、'.join(str(held.post) for held in obj.held)}）"


def _person(field: forms.Field) -> _Person:
    assert isinstance(field, _Person)
    return field


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LendForm(forms.Form):
    """Lend a post: one's own, or any of the district for an administrator."""

    post = forms.ModelChoiceField(Post.objects.none(), label="岗位", empty_label=EMPTY)
    to = _Person(User.objects.none(), label="代办人", empty_label=EMPTY)
    since = forms.DateField(label="起始日期", widget=_day())
    until = forms.DateField(label="截止日期（含当日）", widget=_day())
    reason = forms.CharField(label="事由", max_length=200)
    records = forms.ChoiceField(
        label="方式",
        required=False,
        choices=[("", "代办：由代办人决定，注明（代）"), ("yes", "代录：只录入本人的纸质批示")],
    )

    def __init__(self, viewer: Viewer, data: Any = None) -> None:  # noqa: ANN401
        super().__init__(data, initial={"since": viewer.on})
        own = Post.objects.filter(pk__in=[post.pk for post in own_posts(viewer)])
        posts = own | Post.objects.filter(jurisdiction__in=administered(viewer))
        self.fields["post"].queryset = posts.select_related("unit").order_by("unit__name", "rank")  # type: ignore[attr-defined]
        _person(self.fields["to"]).among(colleagues(viewer.jurisdictions, viewer.on))


class SubstituteForm(forms.Form):
    post = forms.ModelChoiceField(Post.objects.none(), label="岗位", empty_label=EMPTY)
    substitute = forms.ModelChoiceField(
        Post.objects.none(), label="替补岗位", required=False, empty_label="不设替补"
    )

    def __init__(self, viewer: Viewer, data: Any = None) -> None:  # noqa: ANN401
        super().__init__(data, auto_id="sub_%s")
        own = Post.objects.filter(pk__in=[post.pk for post in own_posts(viewer)])
        posts = own | Post.objects.filter(jurisdiction__in=administered(viewer))
        self.fields["post"].queryset = posts.select_related("unit").order_by("unit__name", "rank")  # type: ignore[attr-defined]
        self.fields["substitute"].queryset = posts_in(viewer.jurisdictions)  # type: ignore[attr-defined]


class ChargeForm(forms.Form):
    """One cell of the matrix to be filled."""

    post = forms.ModelChoiceField(Post.objects.none(), label="分管岗位", empty_label=EMPTY)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="单位", required=False, empty_label="全部单位"
    )
    procedure = forms.ChoiceField(label="事项", required=False)

    def __init__(self, district: int, data: Any = None, initial: Any = None) -> None:  # noqa: ANN401
        super().__init__(data, initial=initial)
        self.fields["post"].queryset = posts_in([district])  # type: ignore[attr-defined]
        units = Unit.objects.filter(jurisdiction=district).order_by("name")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        names = sorted(office_rulebook().procedures)
        self.fields["procedure"].choices = [  # type: ignore[attr-defined]
            ("", "全部事项"),
            *((name, procedure_title(name)) for name in names),
        ]


class HandoverForm(forms.Form):
    leaving = _Person(User.objects.none(), label="离任人员", empty_label=EMPTY)
    successor = _Person(User.objects.none(), label="接手人员", empty_label=EMPTY)
    on = forms.DateField(label="交接日期", widget=_day())

    def __init__(self, viewer: Viewer, data: Any = None) -> None:  # noqa: ANN401
        super().__init__(data, initial={"on": viewer.on})
        people = colleagues(administered(viewer), viewer.on)
        _person(self.fields["leaving"]).among(people)
        _person(self.fields["successor"]).among(people.all())

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        return on

    def clean(self) -> dict[str, Any]:
        leaving = self.cleaned_data.get("leaving")
        if leaving is not None and leaving == self.cleaned_data.get("successor"):
            self.add_error("successor", "接手人员和离任人员是同一人，请另选。")
        return self.cleaned_data
