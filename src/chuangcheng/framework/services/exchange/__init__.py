"""Take over an edition's workbook: looked at first, then all of it or nothing."""

from chuangcheng.framework.services.exchange.preview import Preview, Target, preview
from chuangcheng.framework.services.exchange.taking import apply
from chuangcheng.framework.services.exchange.uploads import (
    Upload,
    keep,
    kept,
    throw_away,
)

__all__ = [
    "Preview",
    "Target",
    "Upload",
    "apply",
    "keep",
    "kept",
    "preview",
    "throw_away",
]
