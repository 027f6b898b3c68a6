"""The JSON shape of an extraction, as the command line and the API print it."""

from decimal import Decimal
from typing import TypedDict

from chuangcheng.ledger.extraction.result import DraftTask, Extraction


class TargetRecord(TypedDict):
    object: str
    comparator: str
    value: int | float
    unit: str


class TaskRecord(TypedDict):
    section: list[str]
    text: str
    start: int
    end: int
    action: str
    lead_units: list[str]
    support_units: list[str]
    deadline: str | None
    recurrence: str | None
    targets: list[TargetRecord]
    confidence: float


class DocumentRecord(TypedDict):
    title: str
    date: str | None


class ExtractionRecord(TypedDict):
    document: DocumentRecord
    tasks: list[TaskRecord]


def as_json(extraction: Extraction) -> ExtractionRecord:
    """Return plain values that ``json.dumps`` takes."""
    return {
        "document": {
            "title": extraction.title,
            "date": extraction.date.isoformat() if extraction.date else None,
        },
        "tasks": [_task(task) for task in extraction.tasks],
    }


def _task(task: DraftTask) -> TaskRecord:
    return {
        "section": list(task.section),
        "text": task.text,
        "start": task.start,
        "end": task.end,
        "action": task.action,
        "lead_units": list(task.lead_units),
        "support_units": list(task.support_units),
        "deadline": task.deadline.isoformat() if task.deadline else None,
        "recurrence": task.recurrence,
        "targets": [
            {
                "object": target.object,
                "comparator": target.comparator,
                "value": _number(target.value),
                "unit": target.unit,
            }
            for target in task.targets
        ],
        "confidence": task.confidence,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
