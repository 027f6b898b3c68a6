"""The crosswalk as a workbook: the coverage of each pair, and the links behind it."""

from chuangcheng.framework.models import CrosswalkLink, Provenance
from chuangcheng.framework.queries.crosswalk import Campaign, Known, matrix
from chuangcheng.platform.exchange import CellKind, ColumnSpec, SheetSpec, write_workbook

_LINKS = (
    ("体系", 20),
    ("指标编号", 12),
    ("指标名称", 40),
    ("对应体系", 20),
    ("对应编号", 12),
    ("对应名称", 40),
    ("来源", 10),
    ("说明", 30),
)


def write(known: Known) -> bytes:
    """Write how far each campaign covers each other one, and every link."""
    return write_workbook([_coverage(known), _links(known)])


def _coverage(known: Known) -> SheetSpec:
    kinds = (CellKind.INTEGER, CellKind.INTEGER, CellKind.PERCENT)
    headers = ("覆盖指标数", "指标总数", "覆盖率")
    return SheetSpec(
        title="覆盖情况",
        columns=[
            ColumnSpec(header="体系", width=24),
            ColumnSpec(header="覆盖的体系", width=24),
            *(
                ColumnSpec(header=header, width=12, kind=kind)
                for header, kind in zip(headers, kinds, strict=True)
            ),
        ],
        rows=[
            (
                row.name,
                cell.column.name,
                cell.share.covered,
                cell.share.total,
                cell.share.covered / cell.share.total if cell.share.total else None,
            )
            for row, cells in matrix(known)
            for cell in cells
            if cell.share
        ],
    )


def _links(known: Known) -> SheetSpec:
    names = {each.edition.pk: each for each in known.campaigns}
    return SheetSpec(
        title="对应关系",
        columns=[ColumnSpec(header=header, width=width) for header, width in _LINKS],
        rows=[_row(link, names) for link in known.links],
    )


def _row(link: CrosswalkLink, names: dict[int, Campaign]) -> tuple[str, ...]:
    one, other = link.indicator, link.other
    return (
        names[one.edition_id].name,
        one.code,
        one.name,
        names[other.edition_id].name,
        other.code,
        other.name,
        str(Provenance(link.provenance).label),
        link.note,
    )
