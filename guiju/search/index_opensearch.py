"""OpenSearch: the same terms, split at spaces and matched as phrases, for offices that run one.

It answers with row numbers; what may be seen is decided by the database, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from guiju.search.expression import AllOf, Expression, Phrase, Without
from guiju.search.models import Entry
from guiju.search.rows import text_terms, title_terms

NAME = "guiju-entries"
PAGE, MOST = 10_000, 100_000
"""Row numbers fetched at once, and in all."""

_TERMS = {"type": "text", "analyzer": "whitespace", "norms": False}
_MAPPING = {"mappings": {"properties": {"key": {"type": "long"}, "title": _TERMS, "text": _TERMS}}}


class OpenSearchIndex:
    def __init__(self, url: str, name: str = NAME) -> None:
        self._url, self._name = url, name

    @cached_property
    def _client(self) -> Any:
        """Raises ImportError where the extra `opensearch` is not installed."""
        from opensearchpy import OpenSearch

        client = OpenSearch(self._url)
        if not client.indices.exists(index=self._name):
            client.indices.create(index=self._name, body=_MAPPING)
        return client

    def add(self, rows: Sequence[Entry]) -> None:
        lines: list[dict[str, object]] = []
        for row in Entry.objects.bulk_create(rows):
            lines.append({"index": {"_id": str(row.pk)}})
            lines.append(
                {
                    "key": row.pk,
                    "title": " ".join(title_terms(row)),
                    "text": " ".join(text_terms(row)),
                }
            )
        self._bulk(lines)

    def remove(self, rows: Sequence[Entry]) -> None:
        self._bulk([{"delete": {"_id": str(row.pk)}} for row in rows])

    def _bulk(self, lines: list[dict[str, object]]) -> None:
        if lines:
            self._client.bulk(body=lines, index=self._name, refresh=True)

    def clear(self) -> None:
        self._client.indices.delete(index=self._name)
        self._client.indices.create(index=self._name, body=_MAPPING)

    def settle(self) -> None:
        self._client.indices.forcemerge(index=self._name, max_num_segments=1)

    def matching(self, entries: QuerySet[Entry], asked: Expression) -> QuerySet[Entry]:
        return entries.filter(pk__in=list(self._keys(asked)))

    def _keys(self, asked: Expression) -> Iterator[int]:
        body: dict[str, object] = {
            "query": written(asked), "size": PAGE, "sort": [{"key": "asc"}], "_source": False,
        }  # fmt: skip
        for _ in range(MOST // PAGE):
            found = self._client.search(index=self._name, body=body)["hits"]["hits"]
            yield from (int(hit["_id"]) for hit in found)
            if len(found) < PAGE:
                return
            body["search_after"] = found[-1]["sort"]


def written(asked: Expression) -> dict[str, object]:
    """The question in OpenSearch's language."""
    if isinstance(asked, Phrase):
        kind = "match_phrase_prefix" if asked.beginning else "match_phrase"
        fields = ("title",) if asked.title else ("title", "text")
        ways = [{kind: {name: " ".join(asked.terms)}} for name in fields]
        return {"bool": {"should": ways, "minimum_should_match": 1}}
    if isinstance(asked, Without):
        return {"bool": {"filter": [written(asked.asked)], "must_not": [written(asked.not_)]}}
    parts = [written(part) for part in asked.parts]
    if isinstance(asked, AllOf):
        return {"bool": {"filter": parts}}
    return {"bool": {"should": parts, "minimum_should_match": 1}}
