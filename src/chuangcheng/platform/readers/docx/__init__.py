"""Word documents: paragraphs, automatic numbers and tables, in the order they are read."""

from chuangcheng.platform.readers.docx.document import read

__all__ = ["read"]
