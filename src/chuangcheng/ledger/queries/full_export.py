"""Everything the ledger holds, sheet by sheet, for keeping or for moving elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.enums import Choices

from chuangcheng.ledger.models import (
    Comparator,
    Directive,
    DirectiveState,
    Extension,
    Handover,
    Occurrence,
    OccurrenceState,
    Plan,
    Progress,
    ProgressFigure,
    ProgressFile,
    Project,
    RequestState,
    Step,
    Target,
    Task,
    TaskUnit,
    UnitRole,
)
from chuangcheng.ledger.queries import exports
from chuangcheng.ledger.queries.cityday import CityDay
from chuangcheng.ledger.states import Action
from chuangcheng.platform.exchange import CellKind, ColumnSpec, SheetSpec
from chuangcheng.platform.exchange.writing import Value

DATE, MOMENT, NUMBER = CellKind.DATE, CellKind.MOMENT, CellKind.DECIMAL


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its header, where its value lies, and how the value is put into words."""

    header: str
    path: str
    width: float = 16
    kind: CellKind = CellKind.TEXT
    say: Callable[[Any], Value] | None = field(default=None)


def _label(choices: type[Choices]) -> Callable[[Any], Value]:
    labels = {value: str(label) for value, label in choices.choices}
    return lambda value: labels.get(value, "")


def _moment(at: datetime | None) -> Value:
    return exports.moment(at)


TASK = Field("任务编号", "task__number", 12)
UNIT = Field("单位", "unit__name", 26)
_ASKED = (
    UNIT,
    Field("理由", "reason", 40),
    Field("申请人", "asked_by__name", 10),
    Field("申请时间", "asked_at", 16, MOMENT, _moment),
    Field("结果", "state", 8, say=_label(RequestState)),
    Field("答复", "answer", 30),
    Field("批复人", "decided_by__name", 10),
    Field("批复时间", "decided_at", 16, MOMENT, _moment),
)
_SHEETS: Sequence[tuple[str, type[Model], tuple[str, ...], tuple[Field, ...]]] = (
    (
        "方案",
        Plan,
        ("starts_on", "id"),
        (
            Field("方案", "name", 30),
            Field("开始日期", "starts_on", 12, DATE),
            Field("结束日期", "ends_on", 12, DATE),
        ),
    ),
    (
        "工程(项目)",
        Project,
        ("plan_id", "order", "id"),
        (
            Field("方案", "plan__name", 30),
            Field("工程(项目)", "name", 30),
            Field("排序", "order", 8, CellKind.INTEGER),
            Field("专项工作组", "force__name", 24),
        ),
    ),
    (
        "责任单位",
        TaskUnit,
        ("task__number", "role", "id"),
        (
            TASK,
            UNIT,
            Field("责任", "role", 8, say=_label(UnitRole)),
            Field("责任岗位", "post__title"),
            Field("阅知时间", "read_at", 16, MOMENT, _moment),
            Field("签收时间", "acknowledged_at", 16, MOMENT, _moment),
        ),
    ),
    (
        "量化指标",
        Target,
        ("task__number", "order", "id"),
        (
            TASK,
            Field("指标", "object", 24),
            Field("要求", "comparator", 8, say=_label(Comparator)),
            Field("目标值", "value", 12, NUMBER),
            Field("计量单位", "unit", 10),
            Field("已完成", "reached", 12, NUMBER),
        ),
    ),
    (
        "进展反馈",
        Progress,
        ("at", "id"),
        (
            TASK,
            UNIT,
            Field("期次", "occurrence__planned_on", 12, DATE),
            Field("反馈人", "by__name", 10),
            Field("反馈时间", "at", 16, MOMENT, _moment),
            Field("进展情况", "note", 60),
        ),
    ),
    (
        "反馈数据",
        ProgressFigure,
        ("progress__at", "id"),
        (
            Field("任务编号", "progress__task__number", 12),
            Field("单位", "progress__unit__name", 26),
            Field("反馈时间", "progress__at", 16, MOMENT, _moment),
            Field("指标", "target__object", 24),
            Field("累计完成", "value", 12, NUMBER),
            Field("计量单位", "target__unit", 10),
        ),
    ),
    (
        "佐证文件",
        ProgressFile,
        ("progress__at", "id"),
        (
            Field("任务编号", "progress__task__number", 12),
            Field("单位", "progress__unit__name", 26),
            Field("反馈时间", "progress__at", 16, MOMENT, _moment),
            Field("文件名", "name", 40),
            Field("大小(字节)", "size", 12, CellKind.INTEGER),
            Field("校验值(SHA-256)", "sha256", 66),
        ),
    ),
    (
        "期次",
        Occurrence,
        ("due_on", "id"),
        (
            TASK,
            Field("规则日期", "planned_on", 12, DATE),
            Field("应办日期", "due_on", 12, DATE),
            Field("状态", "state", 8, say=_label(OccurrenceState)),
            Field("办理时间", "done_at", 16, MOMENT, _moment),
        ),
    ),
    (
        "延期申请",
        Extension,
        ("asked_at", "id"),
        (TASK, Field("延至", "to", 12, DATE), *_ASKED),
    ),
    (
        "移交申请",
        Handover,
        ("asked_at", "id"),
        (TASK, Field("移交给", "to__name", 26), *_ASKED),
    ),
    (
        "办理记录",
        Step,
        ("at", "id"),
        (
            TASK,
            Field("动作", "action", 12, say=_label(Action)),
            Field("经办人", "actor__name", 10),
            UNIT,
            Field("时间", "at", 16, MOMENT, _moment),
            Field("说明", "note", 50),
        ),
    ),
    (
        "部署",
        Directive,
        ("uploaded_at", "id"),
        (
            Field("编号", "number", 12),
            Field("标题", "title", 50),
            Field("成文日期", "issued_on", 12, DATE),
            Field("文件名", "file_name", 40),
            Field("状态", "state", 10, say=_label(DirectiveState)),
            Field("上传人", "uploaded_by__name", 10),
            Field("上传时间", "uploaded_at", 16, MOMENT, _moment),
            Field("发布人", "published_by__name", 10),
            Field("发布时间", "published_at", 16, MOMENT, _moment),
        ),
    ),
)


def everything(day: CityDay) -> list[SheetSpec]:
    """Write the whole ledger; the first sheet is the task list as it can be imported again."""
    listed = Task.objects.order_by("number")
    return [exports.tasks(listed, day), *(_sheet(*sheet) for sheet in _SHEETS)]


def _sheet(
    title: str, model: type[Model], order: Sequence[str], fields: Sequence[Field]
) -> SheetSpec:
    columns = [
        ColumnSpec(header=each.header, width=each.width, kind=each.kind) for each in fields
    ]
    found = model._default_manager.order_by(*order)
    return SheetSpec(title=title, columns=columns, rows=_rows(found, fields))


def _rows(found: QuerySet[Any], fields: Sequence[Field]) -> Iterator[tuple[Value, ...]]:
    says = [each.say for each in fields]
    rows = found.values_list(*(each.path for each in fields))
    for row in rows.iterator(chunk_size=exports.CHUNK):
        yield tuple(
            say(value) if say else value for say, value in zip(says, row, strict=True)
        )
