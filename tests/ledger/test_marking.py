"""The source laid out in lines and pieces."""

from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.ledger import marking
from chuangcheng.ledger.marking import Mark, Piece


def mark(number: int, start: int, end: int) -> Mark:
    return Mark(number=number, start=start, end=end)


def test_a_marked_stretch_stands_apart_from_what_surrounds_it() -> None:
    (line,) = marking.lines("甲乙丙丁", [mark(1, 1, 3)])

    assert line.pieces == (
        Piece(text="甲"),
        Piece(text="乙丙", numbers=(1,), opens=(1,)),
        Piece(text="丁"),
    )


def test_of_two_tasks_in_one_sentence_the_narrower_comes_first() -> None:
    (line,) = marking.lines("甲乙丙丁", [mark(1, 0, 4), mark(2, 1, 2)])

    assert [piece.numbers for piece in line.pieces] == [(1,), (2, 1), (1,)]
    assert [piece.opens for piece in line.pieces] == [(1,), (2,), ()]


def test_a_stretch_over_two_lines_is_coloured_in_both_and_numbered_once() -> None:
    first, second = marking.lines("甲乙\n丙丁", [mark(7, 1, 4)])

    assert first.pieces[-1] == Piece(text="乙", numbers=(7,), opens=(7,))
    assert second.pieces[0] == Piece(text="丙", numbers=(7,))
    assert second.start == 3


def test_a_doubtful_sentence_is_offered_whole_on_the_line_where_it_begins() -> None:
    first, second = marking.lines("甲乙\n丙丁", [], doubtful=[[1, 4]])

    assert first.doubtful == ((1, 4),)
    assert second.doubtful == ()
    assert second.pieces[0].is_doubtful


def test_empty_lines_are_left_out() -> None:
    assert [line.start for line in marking.lines("甲\n\n\n乙", [])] == [0, 4]


def test_a_text_is_cut_after_every_mark_that_ends_a_clause() -> None:
    cuts = marking.clauses("前言。整治街巷、楼道，清运垃圾。", 3, 16)

    assert [cut.text for cut in cuts] == ["整治街巷、", "楼道，", "清运垃圾。"]
    assert [cut.start for cut in cuts] == [3, 8, 11]


_TEXT = st.text(alphabet="甲乙丙，。\n𠮷 ", max_size=60)


@given(_TEXT, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_the_pieces_of_a_line_are_the_line(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [
        mark(number, min(span), min(max(span), len(text)))
        for number, span in enumerate(spans)
        if min(span) < min(max(span), len(text))
    ]

    lines = marking.lines(text, marks)

    for line in lines:
        assert "".join(piece.text for piece in line.pieces) == text[line.start : line.end]
    shown = {number for line in lines for piece in line.pieces for number in piece.numbers}
    assert shown == {m.number for m in marks if text[m.start : m.end].strip("\n")}
    opened = [number for line in lines for piece in line.pieces for number in piece.opens]
    assert len(opened) == len(set(opened))


@given(_TEXT)
def test_the_clauses_of_a_text_are_the_text(text: str) -> None:
    assert "".join(cut.text for cut in marking.clauses(text, 0, len(text))) == text
