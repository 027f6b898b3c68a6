"""Codes of regions after GB/T 2260 and GB/T 10114."""

import pytest

from chuangcheng.city.codes import prefix_of, problem_with

FITS = [
    ("990100", "CITY", None, None),
    ("990102", "DISTRICT", "990100", "CITY"),
    ("110101", "DISTRICT", "110000", "CITY"),
    ("990102001", "STREET", "990102", "DISTRICT"),
    ("990181001", "STREET", "990181", "CITY"),
    ("990102001001", "COMMUNITY", "990102001", "STREET"),
    ("99010200100101", "GRID", "990102001001", "COMMUNITY"),
    ("990102001001001", "GRID", "990102001001", "COMMUNITY"),
]
WRONG = [
    ("99010A", "DISTRICT", "990100", "CITY", "数字"),
    ("9901021", "DISTRICT", "990100", "CITY", "6 位"),
    ("99010200", "STREET", "990102", "DISTRICT", "9 位"),
    ("880102", "DISTRICT", "990100", "CITY", "9901"),
    ("990103001", "STREET", "990102", "DISTRICT", "990102"),
    ("990102", "DISTRICT", None, None, "上级"),
    ("990101", "CITY", "990100", "CITY", "没有上级"),
    ("990102001001", "COMMUNITY", "990102", "DISTRICT", "街道"),
    ("９９０１０２", "DISTRICT", "990100", "CITY", "数字"),
]


@pytest.mark.parametrize(("code", "level", "parent", "parent_level"), FITS)
def test_a_proper_code_is_taken(
    code: str, level: str, parent: str | None, parent_level: str | None
) -> None:
    assert (
        problem_with(code, level=level, parent_code=parent, parent_level=parent_level)
        is None
    )


@pytest.mark.parametrize(("code", "level", "parent", "parent_level", "said"), WRONG)
def test_a_wrong_code_is_refused_in_words(
    code: str, level: str, parent: str | None, parent_level: str | None, said: str
) -> None:
    problem = problem_with(code, level=level, parent_code=parent, parent_level=parent_level)

    assert problem is not None
    assert said in problem


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("990100", "9901"),
        ("110000", "11"),
        ("990102", "990102"),
        ("990102100", "990102100"),
    ],
)
def test_parts_begin_with_the_code_above(code: str, prefix: str) -> None:
    assert prefix_of(code) == prefix
