"""What is typed into plans and sheets of law study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from guiju.checkup.intake import Upload
from guiju.core.errors import Refusal
from guiju.org.models import Jurisdiction, Unit
from guiju.procedures.models import Case
from guiju.study.choosing import Named, named_in
from guiju.study.models import PlanItem
from guiju.study.performance import PARTS
from guiju.study.plans import Wanted
from guiju.study.register import STATES

MAX_SHEET = 5 * 1024 * 1024
YEARS = range(2015, 2100)
_LAWS_HELP = (
    "从法规库中选，每行一处，如：《中华人民共和国行政复议法》；《政府信息公开条例》第三十三条。"
)


def laws_field(*, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label="学习的法律和条文",
        required=required,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_LAWS_HELP,
        error_messages={"required": "请写明学习的法律和条文。", "max_length": "最多写5000个字。"},
    )


def _line(label: str, most: int, *, required: bool = False, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": f"请填写{label}。", "max_length": f"最多写{most}个字。"},
    )


class ItemForm(forms.Form):
    """One planned session of a year."""

    planned_on = forms.DateField(
        label="计划日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写计划日期。", "invalid": "日期写成 2026-10-08 的样子。"},
    )
    form = _line("学习形式", 30, required=True, list="study-forms")
    topic = _line("主题", 200, required=True)
    laws = laws_field()
    lecturer = _line("主讲人", 100)
    lead_unit = _line("承办单位", 120, list="study-units")

    def __init__(self, *args: Any, year: int, district: Jurisdiction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._year, self._district = year, district
        self.named: tuple[Named, ...] = ()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        day = said.get("planned_on")
        if day is not None and day.year != self._year:
            self.add_error("planned_on", f"请填写{self._year}年内的日期。")
        elif day is not None and said.get("laws"):
            try:
                self.named = tuple(named_in(said["laws"], day, self._district))
            except Refusal as refusal:
                for reason in refusal.reasons:
                    self.add_error("laws", reason.says)
        return said

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            said["planned_on"],
            said["form"],
            said["topic"],
            said["lecturer"],
            said["lead_unit"],
            self.named,
        )


def as_typed(item: PlanItem, laws: str) -> dict[str, object]:
    """What stands in the form of an item that is to be changed."""
    return {
        "planned_on": item.planned_on,
        "form": item.form,
        "topic": item.topic,
        "laws": laws,
        "lecturer": item.lecturer,
        "lead_unit": item.lead_unit,
    }


class PlanForm(forms.Form):
    """Which unit's plan, of which year."""

    unit = forms.ModelChoiceField(
        label="单位",
        queryset=Unit.objects.none(),
        error_messages={"required": "请选择单位。", "invalid_choice": "不是您能编制计划的单位。"},
    )
    year = forms.IntegerField(
        label="年度",
        min_value=YEARS.start,
        max_value=YEARS.stop - 1,
        error_messages={
            "required": "请填写年度。",
            "invalid": "年度写四位数字，如 2026。",
            "min_value": "年度写四位数字，如 2026。",
            "max_value": "年度写四位数字，如 2026。",
        },
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        # The page it stands on has a year to be shown as well.
        super().__init__(*args, **{"auto_id": "plan_%s", **kwargs})
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if len(units) == 1:
            field.initial = units[0].pk


class SheetForm(forms.Form):
    """A plan as an Excel file."""

    file = forms.FileField(
        label="选择学法计划表（.xlsx 或 .csv）",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "请选择文件。",
            "missing": "请选择文件。",
            "invalid": "请选择文件。",
            "empty": "这个文件是空的。",
        },
    )

    def clean_file(self) -> Upload:
        file = self.cleaned_data["file"]
        if file.size > MAX_SHEET:
            raise forms.ValidationError("计划表不应超过5兆，请删去多余内容后再导入。")
        return Upload(file.name, file.read())


class YearForm(forms.Form):
    """Which sessions the register shows."""

    year = forms.TypedChoiceField(label="年度", coerce=int, required=False, empty_value=None)
    state = forms.ChoiceField(
        label="办理情况", required=False, choices=[("", "全部"), *STATES.items()]
    )

    def __init__(self, data: QueryDict, *, today: int) -> None:
        super().__init__({"year": today, **data.dict()})
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, f"{year}年") for year in range(today + 1, today - 10, -1)]
        self._today = today

    def wanted(self) -> tuple[int, str]:
        """(year, state); this year and every state unless asked well for another."""
        self.is_valid()
        said = self.cleaned_data
        return said.get("year") or self._today, said.get("state", "")


class UnitYearForm(YearForm):
    """Which unit's reading of which year."""

    field_order = ("unit", "year")
    unit = forms.ChoiceField(label="单位", required=False)

    def __init__(self, data: QueryDict, *, today: int, units: Sequence[Unit]) -> None:
        super().__init__(data, today=today)
        del self.fields["state"]
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(unit.pk), unit.name) for unit in units]
        self._units = {str(unit.pk): unit for unit in units}

    def chosen(self) -> tuple[int, Unit]:
        """(year, unit); the first unit unless asked well for another."""
        year, _ = self.wanted()
        first = next(iter(self._units.values()))
        return year, self._units.get(self.cleaned_data.get("unit", ""), first)


def _text(label: str, most: int, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=help_text,
        error_messages={"required": f"请填写{label}。", "max_length": f"最多写{most}个字。"},
    )


class AnalysisForm(forms.Form):
    """A case analysis; `sessions` are those it may have been discussed at."""

    unit = forms.ModelChoiceField(
        label="单位",
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": "请选择单位。", "invalid_choice": "不是您承担学法工作的单位。"},
    )
    title = _line("标题", 200, required=True)
    facts = _text("基本案情", 5000, "不写姓名、身份证号、电话等个人信息，用“张某”“某公司”代替。")
    rule = _text("适用规则", 3000)
    laws = laws_field(required=True)
    lesson = _text("启示", 3000)
    session = forms.ModelChoiceField(
        label="在哪次学法中剖析",
        queryset=Case.objects.none(),
        required=False,
        empty_label="尚未剖析",
        error_messages={"invalid_choice": "没有这次学法活动。"},
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit], sessions: QuerySet[Case], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["laws"].label = "涉及的法律和条文"
        wanted = {"unit": Unit.objects.filter(pk__in=[u.pk for u in units]), "session": sessions}
        for name, rows in wanted.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class StatementForm(forms.Form):
    """What the leader writes; nothing has to be there before it is submitted."""

    duty = _text(PARTS["duty"], 8000, required=False)
    shortcomings = _text(PARTS["shortcomings"], 5000, required=False)
    intended = _text(PARTS["intended"], 5000, required=False)


class LawsForm(forms.Form):
    """What is read at a session."""

    laws = laws_field()
