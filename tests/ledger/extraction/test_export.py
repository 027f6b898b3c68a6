"""The drawn ledger as an Excel file."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from chuangcheng.ledger.extraction import words
from chuangcheng.ledger.extraction.export import write_xlsx
from chuangcheng.ledger.extraction.result import DraftTask, Extraction, Target
from chuangcheng.platform import exchange

TASK = DraftTask(
    section=("一、环境整治", "（一）背街小巷"),
    text="=HYPERLINK(1)清理垃圾",
    start=0,
    end=4,
    action="清理垃圾",
    lead_units=("市城管局", "市住建局"),
    support_units=("@各街道",),
    deadline=date(2026, 9, 30),
    recurrence="FREQ=WEEKLY;BYDAY=MO,TH",
    targets=(
        Target(object="背街小巷", comparator=">=", value=Decimal("20"), unit="条"),
        Target(object="覆盖率", comparator="=", value=Decimal("1E+2"), unit="%"),
    ),
    confidence=0.93,
)


def test_a_task_is_one_printed_row_that_runs_nothing() -> None:
    extraction = Extraction(title="方案", date=None, tasks=(TASK,), doubtful=())

    raw = write_xlsx(extraction, "方案.docx")

    row = exchange.read_sheet(raw).rows[1].cells
    assert row[:5] == (
        1, "一、环境整治 / （一）背街小巷", TASK.text, "市城管局、市住建局", "@各街道",
    )  # fmt: skip
    assert row[6:] == ("每周一、四", "背街小巷≥20条；覆盖率100%", 0.93)
    sheets = openpyxl.load_workbook(BytesIO(raw)).worksheets
    assert sheets[0]["C2"].value == f"'{TASK.text}"
    assert sheets[0]["C2"].data_type == "s"
    assert sheets[1]["A1"].value == "由《方案》自动提取，共 1 项任务，须经人工核对后使用。"


@pytest.mark.parametrize(
    ("rule", "spoken"),
    [
        (None, ""),
        ("FREQ=MONTHLY;BYMONTHDAY=11", "每月11日"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "每月1日、15日"),
        ("FREQ=MONTHLY;INTERVAL=3", "每季度"),
        ("FREQ=MONTHLY;INTERVAL=6", "每半年"),
        ("FREQ=MONTHLY;INTERVAL=2", "每2个月"),
        ("FREQ=WEEKLY", "每周"),
        ("FREQ=WEEKLY;INTERVAL=2", "每2周"),
        ("FREQ=WEEKLY;BYDAY=FR", "每周五"),
        ("FREQ=DAILY", "每日"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5", "每年3月5日"),
        ("FREQ=SECONDLY", "FREQ=SECONDLY"),
    ],
)
def test_a_rule_is_written_as_it_was_spoken(rule: str | None, spoken: str) -> None:
    assert words.recurrence(rule) == spoken
