"""The forms of a letter: words of its own, and its issue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from guiju.letters.acts import LONGEST

_SHORT = frozenset({"number", "attachments"})


class WordsForm(forms.Form):
    """One field for each word a letter takes; all may stay blank."""

    def __init__(self, labels: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in labels.items():
            widget = forms.TextInput() if name in _SHORT else forms.Textarea(attrs={"rows": 3})
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=LONGEST, widget=widget
            )


class IssueForm(forms.Form):
    """The day under the letter, and the reason when it goes out once more."""

    on = forms.DateField(
        label="落款日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填写落款日期。",
            "invalid": "落款日期写成 2026-10-08 的样子。",
        },
    )
    reason = forms.CharField(
        label="重新出具的原因",
        required=False,
        max_length=500,
        error_messages={"required": "请写明重新出具的原因。"},
    )

    def __init__(self, *args: Any, again: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        if again:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
