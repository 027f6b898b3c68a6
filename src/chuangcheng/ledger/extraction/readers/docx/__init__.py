"""Word documents: paragraphs, automatic numbers and tables, in the order they are read."""

from chuangcheng.ledger.extraction.readers.docx.document import read

__all__ = ["read"]
