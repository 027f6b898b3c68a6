"""Which indicator of an older edition a newer one continues, and what changed; no database."""

from chuangcheng.framework.comparison.nodes import Node
from chuangcheng.framework.comparison.proposals import (
    Decisions,
    Proposal,
    Relation,
    likeness_of,
    propose,
)

__all__ = ["Decisions", "Node", "Proposal", "Relation", "likeness_of", "propose"]
