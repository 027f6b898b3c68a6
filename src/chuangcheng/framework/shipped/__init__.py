"""The assessment that the product ships, read from its files into plain values."""

from chuangcheng.framework.shipped.entries import Shipped
from chuangcheng.framework.shipped.reading import read

__all__ = ["Shipped", "read"]
