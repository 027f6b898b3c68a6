"""Who answers for regions and who stands up for them, by hand and by workbook."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Role
from chuangcheng.city import sheets
from chuangcheng.city.models import Patronage, Post, Region, Seat
from chuangcheng.city.queries import areas
from chuangcheng.city.queries.answerable import answering
from chuangcheng.city.queries.workbook import exported
from chuangcheng.city.services import answerable, patronage, workbook
from chuangcheng.city.services.patronage import Patron, PatronageRefused
from chuangcheng.city.services.workbook import Powers, Report
from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.city.boundary_files import COMMUNITY, DISTRICT, STREET, tree

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
OFFICE = Powers(city=True, seats=False, accounts=False)


@pytest.fixture
def regions() -> dict[str, Region]:
    return tree()


def grid_post(region: Region, *, holder: User | None = None) -> Post:
    post = Post.objects.create(title="网格长", role=Role.GRID_WORKER, region=region)
    if holder:
        Seat.objects.create(post=post, person=holder, starts_on=date(2020, 1, 1))
    return post


class TestPatronage:
    def test_is_assigned_and_on_record(self, regions: dict[str, Region]) -> None:
        leader = make.user(name="李强")

        made = patronage.assign(
            regions[STREET],
            Patron(person=leader, unit=None, starts_on=TODAY),
            by=make.officer(),
        )

        assert (made.region.code, made.person) == (STREET, leader)
        assert AuditEntry.objects.filter(verb="city.patronage.assigned").exists()

    def test_is_one_at_a_time(self, regions: dict[str, Region]) -> None:
        first = Patron(person=make.user(name="李强"), unit=None, starts_on=TODAY)
        patronage.assign(regions[STREET], first, by=make.officer())

        with pytest.raises(PatronageRefused, match="已由李强包联"):
            patronage.assign(
                regions[STREET],
                Patron(person=None, unit=make.unit(), starts_on=TODAY + timedelta(9)),
                by=make.officer(),
            )

        assert Patronage.objects.count() == 1

    def test_may_follow_one_that_has_ended(self, regions: dict[str, Region]) -> None:
        officer = make.officer()
        first = patronage.assign(
            regions[STREET],
            Patron(person=make.user(), unit=None, starts_on=TODAY),
            by=officer,
        )
        patronage.end(first, ends_on=TODAY, by=officer)

        patronage.assign(
            regions[STREET],
            Patron(person=None, unit=make.unit(), starts_on=TODAY + timedelta(1)),
            by=officer,
        )

        assert Patronage.objects.count() == 2

    @pytest.mark.parametrize(
        ("patron", "said"),
        [
            (Patron(person=None, unit=None, starts_on=TODAY), "至少填一个"),
            (
                Patron(person=User(name="安", duty=Duty.AUDIT), unit=None, starts_on=TODAY),
                "不参加业务工作",
            ),
            (
                Patron(
                    person=User(name="李强"),
                    unit=None,
                    starts_on=TODAY,
                    ends_on=TODAY - timedelta(1),
                ),
                "早于开始日期",
            ),
        ],
    )
    def test_that_cannot_be_is_refused(
        self, regions: dict[str, Region], patron: Patron, said: str
    ) -> None:
        with pytest.raises(PatronageRefused, match=said):
            patronage.assign(regions[STREET], patron, by=make.officer())

    def test_does_not_end_before_it_begins(self, regions: dict[str, Region]) -> None:
        officer = make.officer()
        made = patronage.assign(
            regions[STREET],
            Patron(person=make.user(), unit=None, starts_on=TODAY),
            by=officer,
        )

        with pytest.raises(PatronageRefused, match="早于开始日期"):
            patronage.end(made, ends_on=TODAY - timedelta(1), by=officer)

    def test_that_has_begun_is_history(self, regions: dict[str, Region]) -> None:
        officer = make.officer()
        made = patronage.assign(
            regions[STREET],
            Patron(person=make.user(), unit=None, starts_on=TODAY),
            by=officer,
        )

        with pytest.raises(PatronageRefused, match="作为历史保留"):
            patronage.withdraw(made, today=TODAY + timedelta(1), by=officer)

        patronage.withdraw(made, today=TODAY, by=officer)
        assert not Patronage.objects.exists()


def test_a_post_is_set_and_taken_away(regions: dict[str, Region]) -> None:
    region, officer = regions[COMMUNITY], make.officer()
    post = grid_post(region)

    answerable.set_post(region, post, by=officer)
    answerable.set_post(region, post, by=officer)
    assert Region.objects.get(pk=region.pk).answerable_post == post

    answerable.set_post(region, None, by=officer)
    assert Region.objects.get(pk=region.pk).answerable_post is None
    assert AuditEntry.objects.filter(verb="city.answerable.set").count() == 2


def test_posts_of_the_region_and_of_what_it_lies_in_may_answer(
    regions: dict[str, Region],
) -> None:
    own, above = grid_post(regions[COMMUNITY]), grid_post(regions[STREET])
    grid_post(make.region(name="他市"))
    office = make.unit()
    office.region = regions[DISTRICT]
    office.save()
    of_unit = Post.objects.create(title="主任", unit=office)

    assert set(areas.posts_for(regions[COMMUNITY])) == {own, above, of_unit}


def book(**tables: Sequence[Sequence[object]]) -> bytes:
    return sheets.write(tables)


def take(raw: bytes) -> Report:
    return workbook.apply(raw, name="x.xlsx", powers=OFFICE, today=TODAY, by=None)


class TestWorkbook:
    def test_travels_without_loss(self, regions: dict[str, Region]) -> None:
        post = grid_post(regions[COMMUNITY])
        leader, unit = make.user(name="李强"), make.unit()

        take(
            book(
                网格责任=[(COMMUNITY, None, COMMUNITY, "网格长")],
                包联=[
                    (STREET, leader.username, "李强", unit.code, TODAY, None),
                    (STREET, None, None, unit.code, date(2025, 1, 1), date(2025, 12, 31)),
                ],
            )
        )

        assert Region.objects.get(code=COMMUNITY).answerable_post == post
        assert Patronage.objects.count() == 2
        again = take(exported())
        assert not again.changes_anything
        found = openpyxl.load_workbook(BytesIO(exported()))
        assert [cell.value for cell in found["网格责任"][2]] == [
            COMMUNITY,
            None,
            COMMUNITY,
            "网格长",
        ]

    def test_one_may_end_and_the_next_begin_in_one_file(
        self, regions: dict[str, Region]
    ) -> None:
        old, new = make.unit(), make.unit()
        take(book(包联=[(STREET, None, None, old.code, date(2025, 1, 1), None)]))

        report = take(
            book(
                包联=[
                    (STREET, None, None, old.code, date(2025, 1, 1), date(2026, 6, 30)),
                    (STREET, None, None, new.code, TODAY, None),
                ]
            )
        )

        assert (report.tallies["包联"].added, report.tallies["包联"].changed) == (1, 1)

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (("880101", None, None, "U", TODAY, None), "没有这个区划"),
            ((STREET, None, None, None, TODAY, None), "至少填一个"),
            ((STREET, None, None, "nobody", TODAY, None), "没有这个单位"),
            ((STREET, "nobody", None, None, TODAY, None), "没有这个账号"),
            ((STREET, None, None, "U", TODAY, date(2025, 1, 1)), "早于开始日期"),
        ],
    )
    def test_a_patronage_that_cannot_be_is_told_with_its_row(
        self, regions: dict[str, Region], row: tuple[object, ...], said: str
    ) -> None:
        unit = make.unit()
        cells = [unit.code if cell == "U" else cell for cell in row]

        with pytest.raises(workbook.WorkbookRefused, match=rf"“包联”表第 \d+ 行.*{said}"):
            take(book(包联=[cells]))

    def test_two_at_a_time_are_refused(self, regions: dict[str, Region]) -> None:
        unit = make.unit()
        rows = [
            (STREET, None, None, unit.code, date(2025, 1, 1), None),
            (STREET, None, None, unit.code, TODAY, None),
        ]

        with pytest.raises(workbook.WorkbookRefused, match="包联重叠"):
            take(book(包联=rows))

    def test_a_post_that_does_not_exist_is_told(self, regions: dict[str, Region]) -> None:
        with pytest.raises(workbook.WorkbookRefused, match="没有这个岗位"):
            take(book(网格责任=[(COMMUNITY, None, COMMUNITY, "区长")]))


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("profile"))
    return client


class TestMyArea:
    def test_shows_what_one_answers_for_and_whom_to_call(
        self, regions: dict[str, Region]
    ) -> None:
        me, below = make.user(name="王敏"), make.user(name="陈红")
        street, community = regions[STREET], regions[COMMUNITY]
        answerable.set_post(street, grid_post(street, holder=me), by=make.officer())
        answerable.set_post(
            community, grid_post(community, holder=below), by=make.officer()
        )

        page = signed_in(me).get(reverse("city:my_area")).content.decode()

        assert "东街街道" in page
        assert "陈红（网格长）" in page
        assert f"tel:{below.phone}" in page

    def test_shows_what_one_is_patron_of(self, regions: dict[str, Region]) -> None:
        leader = make.seat(role=Role.LEADER).person
        Patronage.objects.create(
            region=regions[STREET], person=leader, starts_on=date(2020, 1, 1)
        )

        [area] = areas.areas_of(leader, day=timezone.localdate())

        assert (area.region.code, area.role) == (STREET, "包联")
        assert area.unanswered_count == 1

    def test_says_what_it_would_hold(self) -> None:
        page = signed_in(make.officer()).get(reverse("city:my_area")).content.decode()

        assert "还没有您负责或包联的片区" in page

    def test_asks_as_much_for_many_regions_as_for_one(
        self, regions: dict[str, Region]
    ) -> None:
        leader = make.seat(role=Role.LEADER).person
        Patronage.objects.create(
            region=regions[STREET], person=leader, starts_on=date(2020, 1, 1)
        )
        client = signed_in(leader)
        with CaptureQueriesContext(connection) as one:
            client.get(reverse("city:my_area"))
        for region in (regions[DISTRICT], regions[COMMUNITY]):
            Patronage.objects.create(
                region=region, person=leader, starts_on=date(2020, 1, 1)
            )

        with CaptureQueriesContext(connection) as many:
            client.get(reverse("city:my_area"))

        assert len(many) == len(one)


class TestAbove:
    """A grid without anybody of its own is stood for by what it lies in."""

    def test_the_nearest_region_with_somebody_is_named(
        self, regions: dict[str, Region]
    ) -> None:
        leader = make.user(name="顾兴旺")
        patron = Patron(person=leader, unit=None, starts_on=TODAY)
        patronage.assign(regions[DISTRICT], patron, by=make.officer())
        answerable.set_post(regions[STREET], grid_post(regions[STREET]), by=make.officer())

        found = answering(Region.objects.all(), day=TODAY)
        community, street = found[regions[COMMUNITY].pk], found[regions[STREET].pk]

        assert (community.answerable, community.patron) == ("", "")
        assert community.patron_shown == "顾兴旺，随东城区"
        assert community.answerable_shown == "网格长（空缺），随东街街道"
        assert street.answerable_shown == "网格长（空缺）"
        assert found[regions[DISTRICT].pk].answerable_shown == ""


class TestGaps:
    def test_name_what_each_region_lacks(self, regions: dict[str, Region]) -> None:
        page = signed_in(make.officer()).get(reverse("city:gaps")).content.decode()

        assert "东街街道" in page
        assert "东街社区" in page
        assert f"region/{DISTRICT}/" not in page
        assert "没有包联领导" in page

    def test_can_be_asked_for_one_by_one(self, regions: dict[str, Region]) -> None:
        community = regions[COMMUNITY]
        answerable.set_post(community, grid_post(community), by=make.officer())

        found = areas.gaps(make.officer(), areas.GapSearch(missing="answerable"), day=TODAY)

        assert [region.code for region in found] == [STREET]

    def test_go_out_as_excel(self, regions: dict[str, Region]) -> None:
        response = signed_in(make.officer()).get(reverse("city:gaps_export"))

        book = openpyxl.load_workbook(BytesIO(response.content))
        rows = list(book["网格责任缺口"].values)
        assert rows[1][:2] == (STREET, "东街街道")
        assert rows[1][4] == "没有责任岗位、没有包联领导、没有边界"
