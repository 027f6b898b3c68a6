"""The assessment that the product ships: made into rows, and loaded once."""

from chuangcheng.framework.services.builtin.loading import BuiltinRefused, Loaded, load

__all__ = ["BuiltinRefused", "Loaded", "load"]
