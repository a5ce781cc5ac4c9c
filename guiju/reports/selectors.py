"""What the yearly reports ask of the tables: figures with their records, last year's report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from guiju.org.models import Jurisdiction
from guiju.procedures.figure import Figure, all_figures
from guiju.procedures.history import History
from guiju.procedures.models import Case, Event
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.selectors import histories
from guiju.reports.disclosure_form import CARRIED_OUT, COLUMNS, three
from guiju.reports.disclosure_records import (
    RULING_ACTS,
    Document,
    Request,
    document_of,
    ending_acts,
    request_of,
)
from guiju.reports.models import Snapshot
from guiju.reports.paper import DISCLOSURE

FOI, NORMATIVE = "foi_request", "normative_document"


def records_of(figure: Figure, jurisdiction: Jurisdiction, year: int) -> QuerySet[Case]:
    """The cases behind a figure, as `Figure.counts` would choose them, in order of opening."""
    cases = Case.objects.filter(pk__in=_done(figure, jurisdiction, year).values("case"))
    for act in figure.also:
        cases = cases.filter(_ever(act))
    for act in figure.without:
        cases = cases.filter(~_ever(act))
    for fact, wanted in figure.where.items():
        cases = cases.filter(_fact_is(fact, wanted))
    return cases.order_by("opened_on", "pk")


def figures_of_year(
    jurisdiction: Jurisdiction, year: int, figures: Iterable[Figure] | None = None
) -> dict[str, int]:
    """Every figure of a year by id, counted in one query."""
    asked = list(all_figures() if figures is None else figures)
    counts = {
        f"figure_{n}": Coalesce(Subquery(_count(figure, jurisdiction, year)), Value(0))
        for n, figure in enumerate(asked)
    }
    row = Jurisdiction.objects.filter(pk=jurisdiction.pk).annotate(**counts)
    counted = row.values_list(*counts).get() if counts else ()
    return {figure.id: n for figure, n in zip(asked, counted, strict=True)}


def _count(
    figure: Figure, jurisdiction: Jurisdiction, year: int
) -> QuerySet[Case, int] | QuerySet[Event, int]:
    """How many records a figure has; asked of the events alone where they can tell."""
    if figure.also or figure.without or figure.where:
        cases = records_of(figure, jurisdiction, year).order_by()
        one = cases.annotate(one=Value(1)).values("one")
        return one.annotate(n=Count("pk")).values_list("n", flat=True)
    done = _done(figure, jurisdiction, year).order_by().values("act")
    return done.annotate(n=Count("case", distinct=True)).values_list("n", flat=True)


def _done(figure: Figure, jurisdiction: Jurisdiction, year: int) -> QuerySet[Event]:
    return _standing().filter(
        jurisdiction=jurisdiction, procedure=figure.procedure, act=figure.act, year=year
    )


def _ever(act: str) -> Exists:
    """Asks by case alone: to name the district too would tempt a database into its index of
    events by district and act, which is long for a question about one case."""
    return Exists(_standing().filter(case=OuterRef("pk"), act=act))


def _standing() -> QuerySet[Event]:
    """Events that nothing later voided or replaced."""
    later = Event.objects.filter(case=OuterRef("case"), corrects=OuterRef("seq"))
    return Event.objects.filter(~Exists(later), void=False)


def _fact_is(name: str, wanted: tuple[str, ...]) -> Q:
    """The question of `history.matches`, asked of the facts as JSON.

    SQLite cannot tell the text "null" from nothing; ledgers read it as a blank anyway.
    """
    blank = (
        Q(**{f"facts__{name}__isnull": True})
        | Q(**{f"facts__{name}": None})
        | Q(**{f"facts__{name}": ""})
    )
    if wanted == ("blank",):
        return blank
    if wanted == ("given",):
        return ~blank
    return Q(**{f"facts__{name}__in": [value for text in wanted for value in _written(text)]})


def _written(text: str) -> list[str | bool | int]:
    """How a value may stand in JSON whose text is this."""
    values: list[str | bool | int] = [text] if text else []
    if text in ("是", "否"):
        values.append(text == "是")
    if text.isascii() and text.isdigit() and str(int(text)) == text:
        values.append(int(text))
    return values


@dataclass(frozen=True, slots=True)
class DisclosureRecords:
    """Requests and normative documents, and the cases they stand for by their keys."""

    requests: tuple[Request, ...]
    documents: tuple[Document, ...]
    cases: Mapping[str, int]


def disclosure_records(
    jurisdiction: Jurisdiction, year: int, rulebook: Rulebook | None = None
) -> DisclosureRecords:
    """All that can appear in a year's disclosure tables."""
    rules = rulebook or office_rulebook()
    asked = _requests(jurisdiction, year, rules)
    documents = Case.objects.filter(
        jurisdiction=jurisdiction, procedure=NORMATIVE, opened_on__lte=date(year, 12, 31)
    ).order_by("opened_on", "pk")
    read = list(histories(documents, rules))
    called = labels(case for case, _ in read)
    return DisclosureRecords(
        tuple(request for request, _ in asked),
        tuple(document_of(called[case.pk], history) for case, history in read),
        {request.key: pk for request, pk in asked} | {name: pk for pk, name in called.items()},
    )


def _requests(jurisdiction: Jurisdiction, year: int, rules: Rulebook) -> list[tuple[Request, int]]:
    """Requests that a cell of the year may count, each with its case.

    A request still open at the turn of the year stands in the ledgers of both years: of records
    with the same number and day of receipt, the later ledger's tells the whole.
    """
    versions = rules.procedures.get(FOI, ())
    ending = sorted({act for p in versions for act in ending_acts(p)})
    events = _standing().filter(case=OuterRef("pk"))
    before = events.filter(act__in=ending, year__lt=year)
    during = events.filter(year=year)
    reviewed = events.filter(act__in=RULING_ACTS, year__lte=year)
    cases = Case.objects.filter(
        ~Exists(before) | Exists(during) | Exists(reviewed),
        jurisdiction=jurisdiction,
        procedure=FOI,
        opened_on__lte=date(year, 12, 31),
    ).order_by("ledger_year", "opened_on", "pk")
    latest: dict[tuple[str, date | None], tuple[Case, History]] = {}
    for case, history in histories(cases, rules):
        opened = history.opened_on
        number = case.key or case.number
        latest[(number, opened) if number else (f"#{case.pk}", None)] = (case, history)
    called = labels(case for case, _ in latest.values())
    return [
        (request_of(called[case.pk], history, rules.version(FOI, case.version)), case.pk)
        for case, history in latest.values()
    ]


def labels(cases: Iterable[Case]) -> dict[int, str]:
    """What to call each case: its number, with more said where two share one."""
    named = {case.pk: (case.key or case.number or case.title, case) for case in cases}
    times = Counter(name for name, _ in named.values())
    return {
        pk: name if times[name] == 1 else f"{name}（{case.ledger_year or '在线'}，第{pk}号记录）"
        for pk, (name, case) in named.items()
    }


def frozen(jurisdiction: Jurisdiction, report: str, year: int) -> Snapshot | None:
    return Snapshot.objects.filter(jurisdiction=jurisdiction, report=report, year=year).first()


def carried_over(jurisdiction: Jurisdiction, year: int) -> dict[str, int] | None:
    """Row four of the frozen disclosure report of a year by column; None if none is frozen."""
    snapshot = frozen(jurisdiction, DISCLOSURE, year)
    if snapshot is None:
        return None
    return {column: snapshot.figures[three(CARRIED_OUT, column)] for column in COLUMNS}
