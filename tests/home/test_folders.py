"""Research folders: collected at the article, read by whoever may, taken along as Word."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from docx import Document

from guiju.core.errors import NotYours, Refusal
from guiju.home.templatetags.law import case_folders
from guiju.law.models import Clipping, Folder, Instrument
from guiju.org.models import Secrecy
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.research import clipped, collect, folders_of, give_up, leave_out, make_folder
from tests.home.conftest import Desk
from tests.home.test_law_pages import law, page  # noqa: F401
from tests.office import MONDAY, noon
from tests.procedures.desk.conftest import house  # noqa: F401
from tests.procedures.desk.house import House

pytestmark = pytest.mark.database
AT = noon(MONDAY)


def test_an_article_is_collected_from_its_page(desk: Desk, law: Instrument) -> None:  # noqa: F811
    client = desk.client
    client.post(reverse("folder-new"), {"title": "灯会办法依据"})
    folder = Folder.objects.get()
    shown = page(client, reverse("law-article", args=[law.pk, "33"]))
    assert f"《{law.title}》第三十三条" in shown and "灯会办法依据" in shown
    sent = {"folder": folder.pk, "version": law.versions.get().pk, "number": "33", "note": "期限"}
    for _ in range(2):
        answer = client.post(reverse("folder-collect"), sent, follow=True)
        assert answer.status_code == 200
    assert Clipping.objects.get().note == "期限"
    shown = page(client, reverse("folder", args=[folder.pk]))
    assert f'data-copy="《{law.title}》第三十三条"' in shown and "第33项规定" in shown
    assert "灯会办法依据" in page(client, reverse("folders"))
    word = client.get(reverse("folder-word", args=[folder.pk]))
    said = "\n".join(p.text for p in Document(BytesIO(word.content)).paragraphs)
    assert f"《{law.title}》第三十三条" in said and "第33项规定" in said and "备注：期限" in said
    client.post(
        reverse("folder-leave-out", args=[folder.pk]), {"clipping": Clipping.objects.get().pk}
    )
    assert "还没有摘录条文" in page(client, reverse("folder", args=[folder.pk]))
    client.post(reverse("folder-give-up", args=[folder.pk]))
    assert not Folder.objects.exists()


def test_what_is_typed_wrongly_is_told(desk: Desk, law: Instrument) -> None:  # noqa: F811
    client = desk.client
    answer = client.post(reverse("folder-new"), {"title": " "}, follow=True)
    assert "请填写研究夹的名称" in answer.text
    for wrong in ({"folder": "x"}, {"folder": "1", "version": "x", "number": "1--"}):
        assert client.post(reverse("folder-collect"), wrong).status_code == 404


def test_articles_are_searched_and_taken_in_from_the_folder(desk: Desk, law: Instrument) -> None:  # noqa: F811
    folder = make_folder("依据", jurisdiction=desk.jurisdiction, by=desk.user, at=AT)
    address = reverse("folder", args=[folder.pk])
    shown = page(desk.client, f"{address}?q=政府信息公开条例第五条")
    ref = f"article/{law.pk}/2019-04-03/5-0"
    assert f'value="{ref}"' in shown and "/cases/" not in shown
    sent = {"folder": folder.pk, "ref": ref, "q": "政府信息公开条例第五条"}
    answer = desk.client.post(reverse("folder-collect"), sent, follow=True)
    assert answer.redirect_chain[-1][0].startswith(address)
    assert [(one.number, one.instrument) for one in folder.clippings.all()] == [(5, law)]
    assert "已在本研究夹" in answer.text and f'value="{ref}"' not in answer.text
    assert "没有找到" in page(desk.client, f"{address}?q=天外飞仙舞")


@pytest.mark.parametrize(
    "ref", ["x", "article/1/2019-04-03", "article/99/2019-04-03/5-0", "a/b/c/d"]
)
def test_what_is_no_article_is_not_taken_in(desk: Desk, law: Instrument, ref: str) -> None:  # noqa: F811
    folder = make_folder("依据", jurisdiction=desk.jurisdiction, by=desk.user, at=AT)
    sent = {"folder": folder.pk, "ref": ref, "q": "x"}
    assert desk.client.post(reverse("folder-collect"), sent).status_code == 404
    assert not folder.clippings.exists()


def test_the_first_article_begins_its_folder(desk: Desk, law: Instrument) -> None:  # noqa: F811
    sent = {"version": law.versions.get().pk, "number": "5", "title": "灯会办法依据"}
    assert "新建并摘录" in page(desk.client, reverse("law-article", args=[law.pk, "5"]))
    answer = desk.client.post(reverse("folder-collect"), sent, follow=True)
    assert "第五条已摘录到研究夹“灯会办法依据”" in answer.text
    assert Clipping.objects.get().folder.title == "灯会办法依据"
    answer = desk.client.post(reverse("folder-collect"), {**sent, "title": " "}, follow=True)
    assert "请填写研究夹的名称" in answer.text
    assert Folder.objects.count() == 1


def test_another_s_folder_is_not_there(desk: Desk, law: Instrument) -> None:  # noqa: F811
    folder = make_folder("我的", jurisdiction=desk.jurisdiction, by=desk.user, at=AT)
    other = Client()
    other.force_login(User.objects.create_user("other"))
    for name in ("folder", "folder-word"):
        assert other.get(reverse(name, args=[folder.pk])).status_code == 404
    for name in ("folder-leave-out", "folder-give-up"):
        assert other.post(reverse(name, args=[folder.pk])).status_code == 404
    assert "我的" not in page(other, reverse("folders"))


def test_a_case_s_folder_is_for_whoever_sees_the_case(house: House, law: Instrument) -> None:  # noqa: F811
    house.clear("经办一")
    case = house.open(secrecy=Secrecy.WORK_SECRET)
    one, two = house.people["经办一"], house.people["经办二"]
    folder = make_folder("依据", jurisdiction=house.jurisdiction, case=case, by=one, at=AT)
    article = law.versions.get().articles.get(number=5)
    assert collect(folder, article, by=one, at=AT)
    assert not collect(folder, article, by=one, at=AT)
    assert list(folders_of(viewer_of(one, on=MONDAY), case)) == [folder]
    assert not folders_of(viewer_of(two, on=MONDAY)).exists()
    with pytest.raises(NotYours):
        collect(folder, article, by=two, at=AT)
    with pytest.raises(NotYours):
        leave_out(folder.clippings.get(), by=two, at=AT)
    with pytest.raises(NotYours):
        give_up(folder, by=two)
    with pytest.raises(NotYours):
        make_folder("又一个", jurisdiction=house.jurisdiction, case=case, by=two, at=AT)


def test_citations_of_a_case_s_folder_stand_beside_its_text(
    house: House,  # noqa: F811
    law: Instrument,  # noqa: F811
) -> None:
    case, one = house.open(), house.people["经办一"]
    folder = make_folder("依据", jurisdiction=house.jurisdiction, case=case, by=one, at=AT)
    collect(folder, law.versions.get().articles.get(number=5), by=one, at=AT)
    request = RequestFactory().get("/")
    request.user = one
    shown = case_folders(Context({"request": request}), case, "id_body")
    ((there, rows),) = shown["folders"]  # type: ignore[misc]
    assert (there, [row.citation for row in rows]) == (folder, [f"《{law.title}》第五条"])
    template = Template("{% load law %}{% case_folders case 'id_body' %}")
    page = template.render(Context({"request": request, "case": case}))
    assert f'data-insert="《{law.title}》第五条"' in page and 'name="do"' not in page


def test_a_folder_outlives_the_wording_it_was_taken_from(desk: Desk, law: Instrument) -> None:  # noqa: F811
    folder = make_folder("依据", jurisdiction=desk.jurisdiction, by=desk.user, at=AT)
    version = law.versions.get()
    collect(folder, version.articles.get(number=5), by=desk.user, at=AT)
    version.delete()
    (one,) = clipped(folder)
    assert (one.article, one.citation) == (None, f"《{law.title}》第五条")
    assert "法规库中已没有这个版本" in page(desk.client, reverse("folder", args=[folder.pk]))


def test_prose_has_no_number_to_cite(desk: Desk, law: Instrument) -> None:  # noqa: F811
    folder = make_folder("依据", jurisdiction=desk.jurisdiction, by=desk.user, at=AT)
    article = law.versions.get().articles.get(number=5)
    article.unit = "prose"
    with pytest.raises(Refusal, match="只能摘录有条号的条文"):
        collect(folder, article, by=desk.user, at=AT)
