"""`chuangcheng extract`: a document in, a ledger out, or one sentence and nothing else."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chuangcheng.ledger.command import extract
from chuangcheng.platform import exchange
from tests.platform import files

SPEECH = (
    "2026年城市管理工作方案\n"
    "一、环境整治\n"
    "市城管局牵头，市住建局配合，2026年9月底前完成不少于20条背街小巷整治。\n"
    "二、督查\n"
    "市创城办负责，每月11日开展1次集中督查。\n"
)


def run(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(extract, arguments, input=given)


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    path = tmp_path / "方案.docx"
    path.write_bytes(files.docx("".join(map(files.paragraph, SPEECH.splitlines()))))
    return path


def test_a_document_becomes_json(speech: Path) -> None:
    result = run(str(speech), "--json")

    tasks = json.loads(result.stdout)["tasks"]
    assert result.exit_code == 0
    assert tasks[0]["lead_units"] == ["市城管局"]
    assert tasks[0]["deadline"] == "2026-09-30"
    assert tasks[1]["recurrence"] == "FREQ=MONTHLY;BYMONTHDAY=11"
    assert "城管" in result.stdout, "Chinese is printed as it is"


def test_standard_input_is_read_in_any_encoding() -> None:
    result = run("-", "--json", given=SPEECH.encode("gb18030"))

    assert [task["lead_units"] for task in json.loads(result.stdout)["tasks"]] == [
        ["市城管局"],
        ["市创城办"],
    ]


def test_a_table_is_shown_to_a_person(speech: Path) -> None:
    lines = run(str(speech)).stdout.splitlines()

    assert lines[0] == "2026年城市管理工作方案"
    assert lines[1].startswith("共 2 项任务")
    assert lines[2].split() == [
        "序号", "任务", "牵头单位", "配合单位", "完成时限", "频次", "量化指标",
    ]  # fmt: skip
    assert "市城管局" in lines[3]
    assert "2026-09-30" in lines[3]
    assert "每月11日" in lines[4]


def test_a_ledger_is_saved_for_print(speech: Path, tmp_path: Path) -> None:
    saved = tmp_path / "台账.xlsx"

    result = run(str(speech), "--xlsx", str(saved))

    assert result.stdout == "已写入“台账.xlsx”，共 2 项任务。\n"
    header, first, second = exchange.read_sheet(saved.read_bytes()).rows
    assert header.cells == (
        "序号", "章节", "任务原文", "牵头单位", "配合单位", "完成时限", "频次", "量化指标", "置信度",
    )  # fmt: skip
    assert first.cells[0] == 1
    assert first.cells[3:5] == ("市城管局", "市住建局")
    assert str(first.cells[5]).startswith("2026-09-30")
    assert "≥20条" in str(first.cells[7])
    assert second.cells[6] == "每月11日"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["台账.xlsx", "方案.docx"]


def test_a_refusal_is_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    bad, saved = tmp_path / "讲话.docx", tmp_path / "台账.xlsx"
    bad.write_bytes(files.ole("EncryptedPackage"))
    saved.write_bytes(b"before")

    result = run(str(bad), "--xlsx", str(saved))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("文件“讲话.docx”设有打开密码")
    assert result.stderr.count("\n") == 1
    assert saved.read_bytes() == b"before"


def test_a_folder_that_is_not_there_is_named(speech: Path, tmp_path: Path) -> None:
    result = run(str(speech), "--xlsx", str(tmp_path / "没有" / "台账.xlsx"))

    assert result.exit_code == 2
    assert result.stderr.startswith("无法写入文件“台账.xlsx”")
