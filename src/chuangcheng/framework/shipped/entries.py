"""What the shipped files say, entry by entry, in plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A domain, a criterion or a standard, with what lies below it."""

    code: str
    name: str
    provenance: str
    refs: tuple[str, ...]
    methods: tuple[str, ...] = ()
    score: Decimal | None = None
    weight: Decimal | None = None
    threshold: str = ""
    evidence_forms: tuple[str, ...] = ()
    point_types: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    below: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """An entry of the negative list."""

    code: str
    name: str
    scope: str
    consequence: str
    provenance: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A precondition."""

    name: str
    detail: str
    provenance: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing looked at in a type of place."""

    code: str
    name: str
    criterion: str
    category: str
    scoring: str
    severity: str
    indicator: str
    provenance: str
    refs: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A kind of place with its checklist."""

    code: str
    name: str
    aliases: tuple[str, ...]
    group: str
    typical_unit: str
    observation: str
    provenance: str
    refs: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A sister campaign; `overlaps` names the main standards that ask for the same, by code."""

    code: str
    name: str
    authority: str
    edition: str
    url: str
    standards: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A row of the crosswalk: one main standard and what others ask for besides."""

    standard: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A reference under its short code."""

    code: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """Everything that is shipped; `stated` are the counts that the files give of themselves."""

    domains: tuple[Node, ...]
    vetoes: tuple[Veto, ...]
    conditions: tuple[Condition, ...]
    sources: tuple[Source, ...]
    types: tuple[Type, ...]
    campaigns: tuple[Campaign, ...]
    crossings: tuple[Crossing, ...]
    stated: Mapping[str, int]
