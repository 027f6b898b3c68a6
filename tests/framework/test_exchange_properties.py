"""Whatever an edition says, its workbook says the same."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.framework.exchange import (
    About,
    Condition,
    Content,
    Entry,
    Item,
    Type,
    Veto,
    lists,
    read,
    write,
)
from chuangcheng.framework.models import (
    IndicatorLevel,
    Method,
    Provenance,
    Scoring,
    Severity,
)

# Signs that mean something to Excel, to lists in a cell, or to a person.
SIGNS = "甲乙丙、；;，,「」=+-@'\"\n　 0aA%≥&<>_x000A_"
KNOWN = frozenset({"PT01", "PT02"})


def words(longest: int, *, least: int = 0) -> st.SearchStrategy[str]:
    """Text as the database holds it: forms and imports strip its ends."""
    return (
        st.text(alphabet=SIGNS, min_size=least, max_size=longest)
        .map(str.strip)
        .filter(lambda said: len(said) >= least)
    )


def things(longest: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(words(longest, least=1), max_size=3).map(tuple)


CODES = st.text(alphabet="IV-0123456789", min_size=1, max_size=6).filter(
    lambda code: not code.startswith("-")
)
ORDERS = st.integers(0, 9999)
SCORES = st.none() | st.decimals(0, 999, places=3, allow_nan=False, allow_infinity=False)
PROVENANCE = st.sampled_from(Provenance)


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Draw a domain and standards under it or beside it."""
    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    root = Entry(
        level=IndicatorLevel.DOMAIN,
        code=codes[0],
        name=draw(words(12, least=1)),
        weight=draw(SCORES),
        was=codes[0],
    )
    return (root, *(draw(standards(code, root.code)) for code in codes[1:]))


def standards(code: str, root: str) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        level=st.just(IndicatorLevel.STANDARD),
        code=st.just(code),
        name=words(12, least=1),
        text=words(30),
        parent=st.just(root),
        order=ORDERS,
        methods=st.lists(st.sampled_from(Method), unique=True).map(tuple),
        score=SCORES,
        weight=SCORES,
        weight_provenance=PROVENANCE,
        threshold=words(12),
        evidence_forms=things(8),
        point_types=st.lists(st.sampled_from(sorted(KNOWN)), unique=True).map(tuple),
        typical_units=things(8),
        provenance=PROVENANCE,
        refs=things(12),
        was=st.just(code),
        parent_was=st.just(root),
    )


TYPES = st.builds(
    Type,
    code=st.just("PT01"),
    name=words(8, least=1),
    aliases=things(6),
    group=words(6),
    typical_unit=words(6),
    is_active=st.booleans(),
    has_checklist=st.booleans(),
    observation=words(10),
    observation_metres=st.none() | st.integers(0, 9999),
    observation_minutes=st.none() | st.integers(0, 600),
    order=ORDERS,
    provenance=PROVENANCE,
    refs=things(8),
)
ITEMS = st.builds(
    Item,
    point_type=st.just("PT01"),
    code=words(8, least=1),
    name=words(8, least=1),
    criterion=words(20, least=1),
    category=words(6),
    scoring=st.sampled_from(Scoring),
    severity=st.sampled_from(Severity),
    order=ORDERS,
    provenance=PROVENANCE,
    refs=things(8),
    basis=words(10),
)
VETOES = st.builds(
    Veto,
    code=words(6, least=1),
    name=words(10, least=1),
    scope=words(10),
    consequence=words(10),
    order=ORDERS,
    provenance=PROVENANCE,
    refs=things(8),
)
CONDITIONS = st.builds(
    Condition,
    name=words(10, least=1),
    detail=words(20),
    order=ORDERS,
    provenance=PROVENANCE,
    refs=things(8),
)
CONTENTS = st.builds(
    Content,
    about=st.builds(
        About,
        framework=words(6, least=1),
        framework_name=words(6, least=1),
        edition=words(6, least=1),
        full_score=SCORES,
        has_reconstructed_scores=st.booleans(),
        url=words(12),
        note=words(20),
    ),
    entries=entries(),
    types=st.tuples(TYPES),
    items=st.lists(ITEMS, max_size=2, unique_by=lambda item: item.code).map(tuple),
    vetoes=st.lists(VETOES, max_size=2, unique_by=lambda veto: veto.code).map(tuple),
    conditions=st.lists(CONDITIONS, max_size=2, unique_by=lambda each: each.name).map(
        tuple
    ),
)


@settings(max_examples=60, deadline=None)
@given(CONTENTS)
def test_what_is_written_reads_back_the_same(content: Content) -> None:
    found = read(write(content), known_types=KNOWN, base=Content())

    assert found.problems == ()
    assert found.missing == ()
    assert found.content == content


@given(st.lists(st.text(alphabet=SIGNS, min_size=1), max_size=5))
def test_things_joined_in_one_cell_come_apart_exactly(names: list[str]) -> None:
    assert list(lists.parted(lists.joined(names))) == [name for name in names if name]


def test_a_clerk_may_join_things_in_other_ways() -> None:
    assert lists.parted("市城管局；街道\n社区、 物业 ") == (
        "市城管局",
        "街道",
        "社区",
        "物业",
    )
    assert lists.codes("PT01，PT02 PT03,PT04、PT05") == (
        "PT01",
        "PT02",
        "PT03",
        "PT04",
        "PT05",
    )


def test_scores_keep_their_digits() -> None:
    entry = Entry(
        level=IndicatorLevel.STANDARD, code="1", name="甲", score=Decimal("1.110")
    )
    found = read(write(Content(entries=(entry,))), known_types=frozenset(), base=Content())

    assert found.content.entries[0].score == Decimal("1.11")
