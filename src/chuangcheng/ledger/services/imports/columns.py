"""The columns a ledger may have, and under which headers clerks write them."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from chuangcheng.ledger.models import Plan
from chuangcheng.ledger.services.imports import cells
from chuangcheng.platform import exchange
from chuangcheng.platform.exchange import Cell, Column
from chuangcheng.platform.exchange.parsers import Parser

TITLE = "title"
ANY_YEARS = cells.Years(2000, 2000)


def columns(years: cells.Years = ANY_YEARS) -> tuple[Column, ...]:
    """List the columns; days without a year belong to the years given."""
    text = exchange.text()
    return (
        _column("number", "编号", exchange.text(max_length=40), "任务编号"),
        Column(
            name=TITLE,
            header="任务",
            parser=exchange.text(max_length=2000),
            required=True,
            aliases=(
                "任务名称", "工作任务", "重点任务", "任务内容", "工作内容", "具体任务",
                "任务事项", "工作事项", "重点工作", "工作任务内容", "主要任务",
            ),
        ),
        _column(
            "text", "任务原文", text, "原文", "任务描述", "具体内容", "工作要求",
            "工作措施", "具体要求", "具体措施", "内容要求",
        ),
        _column(
            "project", "工程(项目)", exchange.text(max_length=100), "工程", "项目",
            "专项行动", "工作类别", "任务类别", "类别", "板块", "所属工程", "所属项目",
            "工程项目", "项目名称",
        ),
        _column("lead", "牵头单位", cells.units, "牵头部门", "总牵头单位", "牵头责任单位"),
        _column(
            "main", "主责单位", cells.units, "责任单位", "责任部门", "承办单位", "主办单位",
            "落实单位", "实施单位", "责任主体", "完成单位",
        ),
        _column(
            "support", "配合单位", cells.units, "协办单位", "配合部门", "协同单位",
            "参与单位", "协作单位", "配合责任单位",
        ),
        _column(
            "starts_on", "开始日期", exchange.day(), "起始日期", "起算日期", "开始时间",
            "启动时间", "起始时间",
        ),
        _column(
            "due", "完成时限", partial(cells.due_cell, years=years), "时限", "截止日期",
            "完成时间", "完成期限", "办结时限", "截止时间", "时间节点", "计划完成时间",
            "要求完成时间", "时限要求", "办理时限", "完成时间要求",
        ),
        _column("rule", "频次", cells.rule, "周期", "频率", "工作频次"),
        _column(
            "goal", "量化指标", cells.goal, "指标", "目标值", "目标任务", "工作目标",
            "量化目标", "任务指标", "考核指标", "目标",
        ),
        _column(
            "reached", "已完成数", cells.reached, "完成数", "累计完成", "已完成", "当前完成数",
            "累计完成数", "完成数量",
        ),
        _column(
            "state", "状态", cells.state, "办理状态", "进展状态", "完成状态", "任务状态",
            "工作状态",
        ),
        _column(
            "finished_on", "办结日期", exchange.day(), "实际完成日期", "完成日期",
            "办结时间", "实际完成时间", "报结日期",
        ),
    )  # fmt: skip


def _column(name: str, header: str, parser: Parser[Any], *aliases: str) -> Column:
    return Column(name=name, header=header, parser=parser, aliases=aliases)


def years_of(plan: Plan) -> cells.Years:
    return cells.Years(plan.starts_on.year, plan.ends_on.year)


def signature(headers: Sequence[Cell]) -> str:
    """Name a layout: the same headers in the same order are the same layout."""
    shown = "\x1f".join("" if each is None else str(each).strip() for each in headers)
    return hashlib.sha256(shown.encode()).hexdigest()


def usable(mapping: Mapping[str, int], *, width: int) -> dict[str, int]:
    """Keep what a remembered mapping says of columns that exist; each is used once."""
    kept: dict[str, int] = {}
    for column in columns():
        place = mapping.get(column.name)
        if place is not None and 0 <= place < width and place not in kept.values():
            kept[column.name] = place
    return kept
