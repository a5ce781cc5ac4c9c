"""The administrator's page of tokens."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guiju.api.models import ApiToken
from guiju.api.tokens import Wanted, administers, issue, revoke, tokens_of
from guiju.core.errors import Refusal
from guiju.org.models import Jurisdiction, Post


class TokenForm(forms.Form):
    """What a new token needs to know, for one district."""

    system = forms.CharField(label="系统名称", max_length=120)
    account = forms.CharField(
        label="系统账号",
        max_length=150,
        help_text="没有的自动建立；不能用人员的登录账号",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    posts = forms.TypedMultipleChoiceField(
        label="岗位",
        coerce=int,
        required=False,
        help_text="系统账号凭岗位看件、办件；已有岗位的账号可不选",
    )
    expires_on = forms.DateField(
        label="有效期至", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, jurisdiction: Jurisdiction, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        found = Post.objects.filter(jurisdiction=jurisdiction).select_related("unit")
        field = self.fields["posts"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(post.pk, str(post)) for post in found.order_by("unit__name", "rank")]

    def wanted(self, jurisdiction: Jurisdiction) -> Wanted:
        data = self.cleaned_data
        posts = list(Post.objects.filter(pk__in=data["posts"], jurisdiction=jurisdiction))
        return Wanted(data["system"], data["account"], jurisdiction, data["expires_on"], posts)


def _districts(request: HttpRequest) -> list[Jurisdiction]:
    """The districts whose tokens this person manages; 404 for everyone else."""
    assert isinstance(request.user, User)
    found = administers(request.user, on=timezone.localdate())
    if not found:
        get_object_or_404(Jurisdiction.objects.none())
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the district, and a new one; its secret is shown in this answer alone."""
    districts = _districts(request)
    year = timezone.localdate() + timedelta(days=365)
    form = TokenForm(districts[0], request.POST or None, initial={"expires_on": year})
    context: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = issue(
                form.wanted(districts[0]), by=request.user.get_username(), at=timezone.now()
            )
        except Refusal as refusal:
            for reason in refusal.reasons:
                form.add_error(None, str(reason))
        else:
            context = {"made": token, "secret": secret}
            form = TokenForm(districts[0], initial={"expires_on": year})
    context |= {"form": form, "tokens": tokens_of(districts), "today": timezone.localdate()}
    return render(request, "api/tokens.html", context)


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a token at once."""
    token = get_object_or_404(ApiToken, pk=pk, jurisdiction__in=_districts(request))
    revoke(token, by=request.user.get_username(), at=timezone.now())
    messages.success(request, f"“{token.system}”的令牌已停用。")
    return redirect("api-tokens")
