"""Find the unit that a speech means: 区住建委 is 云溪区住房和城乡建设委员会.

Pure Python: a `Matcher` is built from plain values and asked by name.
"""

from chuangcheng.city.matching.places import Place, Tier, infer_places
from chuangcheng.city.matching.ranking import Matcher
from chuangcheng.city.matching.suggestions import (
    Group,
    GroupKind,
    KnownUnit,
    Match,
    Reason,
    Suggestion,
)

__all__ = [
    "Group",
    "GroupKind",
    "KnownUnit",
    "Match",
    "Matcher",
    "Place",
    "Reason",
    "Suggestion",
    "Tier",
    "infer_places",
]
