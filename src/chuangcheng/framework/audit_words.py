"""What the audit log calls the things done to the frameworks."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "framework.builtin.loaded": "载入内置测评体系",
}
FIELDS: Mapping[str, str] = {
    "standards": "测评标准数",
    "items": "检查项数",
}
