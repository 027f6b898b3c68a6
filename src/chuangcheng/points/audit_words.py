"""What the audit log calls the things done to the points."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "points.point.added": "新增点位",
    "points.point.edited": "修改点位",
    "points.point.placed": "设定点位位置",
    "points.point.voided": "作废点位",
    "points.point.restored": "恢复点位",
    "points.point.edited_many": "批量修改点位",
    "points.point.merged": "合并重复点位",
    "points.point.kept_apart": "确认不是重复点位",
    "points.point.regridded": "按边界重定网格",
    "points.labels.printed": "打印点位二维码",
    "points.photo.replaced": "更换点位照片",
    "points.list.imported": "导入点位",
}
FIELDS: Mapping[str, str] = {
    "region": "网格",
    "change": "改动",
    "codes": "点位编号",
    "dropped": "作废",
    "other": "另一处",
    "added": "新增",
    "changed": "修改",
}
