"""Lists of people and of the log as Excel, in and out."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from chuangcheng.accounts import audit_words
from chuangcheng.accounts.forms import PersonForm
from chuangcheng.accounts.models import User
from chuangcheng.accounts.services.importing import Entry, Problem
from chuangcheng.accounts.services.people import Opened
from chuangcheng.platform import exchange
from chuangcheng.platform.exchange import CellKind, ColumnSpec, SheetSpec
from chuangcheng.platform.models import AuditEntry

COLUMNS = (
    exchange.Column(
        name="username",
        header="用户名",
        aliases=("账号", "登录名"),
        parser=exchange.text(),
        required=True,
    ),
    exchange.Column(
        name="name", header="姓名", aliases=("人员",), parser=exchange.text(), required=True
    ),
    exchange.Column(
        name="phone",
        header="手机号",
        aliases=("手机", "手机号码", "联系电话"),
        parser=exchange.text(),
    ),
)
_PERSON_SPECS = (
    ColumnSpec(header="用户名", width=20),
    ColumnSpec(header="姓名", width=14),
    ColumnSpec(header="手机号", width=16),
)
_TEMPLATE_NOTES = (
    "每行一人。“用户名”“姓名”必填，“手机号”可不填。",
    "用户名只能用文字、数字和 @ . + - _，开通后不能更改。",
    "有一行填写有误，整份都不会导入；已有的账号不会改动。",
)


def read_people(raw: bytes, *, name: str) -> tuple[list[Entry], list[Problem]]:
    """Read a list of accounts to open; each line is checked as the form would check it.

    Raises:
        Refused: the file cannot be read as a table, or lacks a column.
    """
    sheet = exchange.read_sheet(raw, name=name)
    header = exchange.find_header(sheet, COLUMNS)
    reading = exchange.read_rows(sheet, COLUMNS, header=header)
    problems = [
        Problem(row=each.row, column=each.header, value="", text=each.message)
        for each in reading.problems
    ]
    entries = []
    for row in reading.rows:
        written = {name: str(value or "") for name, value in row.values.items()}
        form = PersonForm(written)
        if form.is_valid():
            entries.append(Entry(row=row.number, **form.cleaned_data))
        problems += _form_problems(row.number, form, written)
    return entries, problems


def _form_problems(row: int, form: PersonForm, written: dict[str, str]) -> list[Problem]:
    return [
        Problem(
            row=row,
            column=str(form.fields[field].label),
            value=written.get(field, ""),
            text=str(message),
        )
        for field, messages in form.errors.items()
        for message in messages
    ]


def template() -> bytes:
    """Write an empty list to fill in."""
    spec = SheetSpec(title="账号", columns=_PERSON_SPECS, rows=[], notes=_TEMPLATE_NOTES)
    return exchange.write_workbook([spec])


def people(rows: Iterable[User]) -> bytes:
    """Write accounts with their state."""
    columns = (
        *_PERSON_SPECS,
        ColumnSpec(header="管理职责", width=14),
        ColumnSpec(header="状态", width=12),
        ColumnSpec(header="开通时间", width=18, kind=CellKind.MOMENT),
        ColumnSpec(header="最近登录", width=18, kind=CellKind.MOMENT),
    )
    lines = (
        (
            person.username,
            person.name,
            person.phone,
            person.get_duty_display() if person.duty != "NONE" else "",
            "使用中" if person.is_active else "已停用",
            timezone.localtime(person.date_joined),
            _local(person.last_login),
        )
        for person in rows
    )
    return exchange.write_workbook([SheetSpec(title="账号", columns=columns, rows=lines)])


def initial_passwords(opened: Iterable[Opened]) -> bytes:
    """Write the slips with initial passwords; they exist nowhere else."""
    columns = (*_PERSON_SPECS, ColumnSpec(header="初始密码", width=20))
    lines = [
        (each.person.username, each.person.name, each.person.phone, each.password)
        for each in opened
    ]
    return exchange.write_workbook(
        [SheetSpec(title="初始密码", columns=columns, rows=lines)]
    )


def log(rows: Iterable[AuditEntry]) -> bytes:
    """Write entries of the audit log."""
    columns = (
        ColumnSpec(header="时间", width=20),
        ColumnSpec(header="人员", width=14),
        ColumnSpec(header="动作", width=20),
        ColumnSpec(header="对象类别", width=14),
        ColumnSpec(header="对象", width=24),
        ColumnSpec(header="来源地址", width=18),
        ColumnSpec(header="内容", width=50),
    )
    lines = (
        (
            f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
            audit_words.actor_of(entry),
            audit_words.word_for(entry.verb),
            entry.subject,
            entry.key,
            entry.address or "",
            audit_words.detail_of(entry.detail),
        )
        for entry in rows
    )
    return exchange.write_workbook(
        [SheetSpec(title="审计日志", columns=columns, rows=lines)]
    )


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
