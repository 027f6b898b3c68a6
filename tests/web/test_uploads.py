"""A file too large is refused wherever files come in, with the limit and nothing kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city.models import UploadedWorkbook
from chuangcheng.ledger.models import Directive, LedgerImport
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "page",
    ["ledger:directive_upload", "ledger:imports", "city:workbook_upload", "people_import"],
)
def test_a_file_over_the_limit_is_refused_with_the_limit(
    client: Client, settings: Settings, page: str
) -> None:
    settings.UPLOAD_LIMIT, settings.ADMIN_MFA = 1024 * 1024, False
    make.plan()
    person = make.user(duty=Duty.SYSTEM) if page == "people_import" else make.officer()
    client.force_login(person)
    people = User.objects.count()

    answer = client.post(
        reverse(page), {"file": SimpleUploadedFile("大.xlsx", b"x" * 3_000_000)}
    )

    assert answer.status_code == 422
    assert "文件“大.xlsx”超过 1 MB 的上限" in answer.content.decode()
    assert not Directive.objects.exists()
    assert not LedgerImport.objects.exists()
    assert not UploadedWorkbook.objects.exists()
    assert User.objects.count() == people
