"""PDF documents with a text layer: lines put back into paragraphs and table rows."""

from chuangcheng.platform.readers.pdf.document import read

__all__ = ["read"]
