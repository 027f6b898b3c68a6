"""What the columns of a table hold, and what a row of it says."""

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Column(StrEnum):
    """What a column holds."""

    LEAD = "LEAD"
    RESPONSIBLE = "RESPONSIBLE"
    SUPPORT = "SUPPORT"
    LIMIT = "LIMIT"
    MEASURE = "MEASURE"
    TASK = "TASK"
    GOAL = "GOAL"
    LABEL = "LABEL"
    IGNORED = "IGNORED"


_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (
        Column.IGNORED,
        re.compile(
            r"责任人|领导|联系|备注|分值|得分|评分|权重|序号|编号|扣分|进展|完成情况|电话|^注$"
        ),
    ),
    (Column.LABEL, re.compile("类别|类型")),
    (Column.SUPPORT, re.compile(r"配合|协[助办同作]|参与|参加")),
    (Column.LEAD, re.compile(r"牵头|主办|主责")),
    (
        Column.RESPONSIBLE,
        re.compile(
            r"(?:责任|承办|落实|实施|负责|整改)(?:单位|部门|科室|主体)|^单位$|^部门$"
        ),
    ),
    (Column.LIMIT, re.compile(r"时限|期限|时间|日期|进度(?:要求|安排)|节点")),
    (
        Column.MEASURE,
        re.compile(
            r"措施|(?:工作|具体|主要|创建|整治)内容|内容及要求|具体(?:任务|要求|标准|做法)|工作要求|任务内容及|做法|任务分解|重点任务内容"
        ),
    ),
    (Column.TASK, re.compile(r"任务|内容|事项|工作")),
    (Column.GOAL, re.compile(r"目标|要求|指标|标准")),
    (Column.LABEL, re.compile(r"项目|类别|名称|问题|领域|类型|分类|指标")),
)
HEADER_WORD = re.compile(
    r"序号|编号|任务|内容|措施|要求|目标|标准|项目|责任|牵头|配合|协助|协办|时限|期限|时间|备注|分值|问题|类别|单位"
)
TIME_CELL = re.compile(
    r"(?:(?:20\d{2}年)?(?:\d{1,2}月)?(?:\d{1,2}日|底)?(?:之?前|底前)?|20\d{2}[.\-/]\d{1,2}(?:[.\-/]\d{1,2})?前?|年底前?|年内|长期坚持|立行立改|长期|全年|持续推进|立即)(?:完成)?[,、 ]?"
)


@dataclass(slots=True)
class Row:
    """One row: the stretches that hold the task, and what its other cells say."""

    contents: list[tuple[int, int]] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    limit: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table found among the lines from `first` up to `last`, not including it."""

    first: int
    last: int
    rows: tuple[Row, ...]


def column_of(word: str) -> Column:
    for column, pattern in _COLUMNS:
        if pattern.search(word):
            return column
    return Column.LABEL
