"""A change is written down whatever the thing is called."""

import pytest

from chuangcheng.platform import audit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("街面环境", "街面环境"),
        ("长" * 100, "长" * 100),
        ("长" * 101, "长" * 99 + "…"),
    ],
)
def test_a_name_longer_than_the_log_holds_is_shortened(name: str, kept: str) -> None:
    entry = audit.record("city.shapes.uploaded", subject="边界", key=name)

    entry.refresh_from_db()
    assert entry.key == kept
