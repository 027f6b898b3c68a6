"""What the audit log calls the things done to the frameworks."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "framework.builtin.loaded": "载入内置测评体系",
    "framework.edition.carried": "承接旧版本的责任和依据",
    "framework.edition.imported": "导入测评体系工作簿",
    "framework.matches.confirmed": "确认指标对应关系",
    "framework.matches.rejected": "否定指标对应关系",
    "framework.matches.withdrawn": "撤回指标对应关系的结论",
    "framework.crosswalk.linked": "添加指标对应",
    "framework.crosswalk.unlinked": "取消指标对应",
    "framework.responsibility.assigned": "分解指标责任",
    "framework.responsibility.changed": "修改指标责任",
    "framework.responsibility.removed": "移除指标责任",
    "framework.responsibility.imported": "导入指标责任",
    "framework.responsibility.exported": "导出指标责任",
}
FIELDS: Mapping[str, str] = {
    "standards": "测评标准数",
    "duty": "责任",
    "before": "原为",
    "added": "新增数",
    "changed": "修改数",
    "removed": "移除数",
    "rows": "行数",
    "items": "检查项数",
    "older": "旧版本",
    "newer": "新版本",
    "base": "依据版本",
    "changes": "变化数",
    "responsibility": "责任数",
    "crosswalk": "跨体系对照数",
    "rule": "制度依据数",
}
