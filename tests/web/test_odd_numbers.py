"""What looks like a number to Python but is none to the database is no choice, not a crash."""

import pytest
from django.test import Client

from chuangcheng.framework.models import EditionState
from tests import make

pytestmark = pytest.mark.django_db
ODD = ("²", "9" * 40, "-1", "１２")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "address",
    [
        "/framework/responsibilities/?edition={}",
        "/framework/responsibilities/?unit={}",
        "/framework/responsibilities/proposals/?edition={}",
        "/framework/responsibilities/posts/?unit={}",
        "/framework/crosswalk/add/?indicator={}",
        "/framework/rules/?unit={}",
        "/points/?unit={}",
        "/points/?region={}",
        "/city/units/options/?q={}",
    ],
)
def test_an_odd_number_in_an_address_is_nobody(
    client: Client, address: str, odd: str
) -> None:
    client.force_login(make.officer())
    make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)

    assert client.get(address.format(odd)).status_code in {200, 404}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", ["unit", "standards"])
def test_an_odd_number_in_a_form_changes_nothing(
    client: Client, field: str, odd: str
) -> None:
    client.force_login(make.officer())
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    said = {"standards": make.indicator(edition).pk, "unit": make.unit().pk, "role": "LEAD"}

    answer = client.post("/framework/responsibilities/bulk/", {**said, field: odd})

    assert answer.status_code == 422
