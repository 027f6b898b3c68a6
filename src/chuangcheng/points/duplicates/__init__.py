"""Which points of a list are likely the same place: by distance, by name, or by both."""

from chuangcheng.points.duplicates.names import likenesses, plain_names
from chuangcheng.points.duplicates.pairs import Pair, Places, Strength, find

__all__ = ["Pair", "Places", "Strength", "find", "likenesses", "plain_names"]
