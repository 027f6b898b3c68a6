"""What a password must be."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from chuangcheng.accounts import passwords
from chuangcheng.accounts.models import User


@pytest.mark.parametrize(
    ("password", "kinds"),
    [
        ("", 0),
        ("abc", 1),
        ("abcABC", 2),
        ("abcABC1", 3),
        ("abcABC1#", 4),
        ("创城abc", 2),
    ],
    ids=["nothing", "small", "both cases", "digits too", "all", "Chinese counts as signs"],
)
def test_kinds_of_characters(password: str, kinds: int) -> None:
    assert passwords.kinds_in(password) == kinds


def test_drawn_passwords_meet_the_rules_and_differ() -> None:
    drawn = {passwords.fresh() for _ in range(200)}

    assert len(drawn) == 200
    for each in drawn:
        validate_password(each)
        assert len(each) == 14
        # Misread on paper, or taken for a formula by Excel.
        assert not set(each) & set("0OoIl1=+-@")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Ab1#ef", "密码至少 10 位"),
        ("shijiandanwei", "至少 3 种"),
        ("13900001234Ab", "手机号"),
        ("Password123", "常见"),
    ],
)
def test_a_weak_password_is_refused_in_words(password: str, reason: str) -> None:
    person = User(username="wangmin", name="王敏", phone="13900001234")

    with pytest.raises(ValidationError, match=reason):
        validate_password(password, person)
