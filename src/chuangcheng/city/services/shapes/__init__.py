"""Boundaries on their way in: read, checked, mended as far as asked, then all taken over or none."""

from chuangcheng.city.services.shapes.planning import DatumUnknown, Plan, plan
from chuangcheng.city.services.shapes.taking import ShapesRefused, Taken, load, take

__all__ = ["DatumUnknown", "Plan", "ShapesRefused", "Taken", "load", "plan", "take"]
