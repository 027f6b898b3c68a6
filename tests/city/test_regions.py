"""Changes to the tree of regions."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Level, Region
from chuangcheng.city.services import regions
from chuangcheng.city.services.regions import RegionRefused
from chuangcheng.platform.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make.user()


def _tree(by: User) -> dict[str, Region]:
    city = regions.add(code="990100", name="示例市", level=Level.CITY, parent=None, by=by)
    rows = [
        ("990102", "云溪区", Level.DISTRICT, "990100"),
        ("990103", "临江区", Level.DISTRICT, "990100"),
        ("990102001", "东湖街道", Level.STREET, "990102"),
        ("990102001001", "柳巷社区", Level.COMMUNITY, "990102001"),
        ("990102001001001", "第一网格", Level.GRID, "990102001001"),
    ]
    tree = {city.code: city}
    for code, name, level, parent in rows:
        tree[code] = regions.add(
            code=code, name=name, level=level, parent=tree[parent], by=by
        )
    return tree


def test_a_region_knows_its_way_to_the_root(by: User) -> None:
    grid = _tree(by)["990102001001001"]

    assert grid.path == "990100/990102/990102001/990102001001/990102001001001/"
    assert AuditEntry.objects.filter(verb="city.region.added", key=grid.code).exists()


@pytest.mark.parametrize(
    ("code", "name", "under", "said"),
    [
        ("990102001", "西市街道", "990102", "已被使用"),
        ("990103002", "西市街道", "990102", "990102"),
        ("990102002", "东湖街道", "990102", "换一个名称"),
    ],
)
def test_a_region_that_does_not_fit_is_refused(
    by: User, code: str, name: str, under: str, said: str
) -> None:
    tree = _tree(by)

    with pytest.raises(RegionRefused, match=said):
        regions.add(code=code, name=name, level=Level.STREET, parent=tree[under], by=by)

    assert Region.objects.count() == len(tree)


def test_there_is_one_city(by: User) -> None:
    _tree(by)

    with pytest.raises(RegionRefused, match="不能再加一个市"):
        regions.add(code="990200", name="另一市", level=Level.CITY, parent=None, by=by)


def test_a_street_moves_with_everything_in_it(by: User) -> None:
    tree = _tree(by)

    regions.move(tree["990102001"], to=tree["990103"], code="990103009", by=by)

    grid = Region.objects.get(name="第一网格")
    assert grid.code == "990103009001001"
    assert grid.path == "990100/990103/990103009/990103009001/990103009001001/"


def test_a_region_cannot_move_below_itself(by: User) -> None:
    tree = _tree(by)

    with pytest.raises(RegionRefused, match="下级之下"):
        regions.move(tree["990102"], to=tree["990102001"], code="990102", by=by)


def test_a_region_in_use_stays_while_its_parts_are(by: User) -> None:
    tree = _tree(by)

    with pytest.raises(RegionRefused, match="1 个下级区划"):
        regions.take_out_of_use(tree["990102001001"], by=by)

    regions.take_out_of_use(tree["990102001001001"], by=by)
    regions.take_out_of_use(tree["990102001001"], by=by)
    with pytest.raises(RegionRefused, match="已停用"):
        regions.put_in_use(tree["990102001001001"], by=by)


def test_a_region_gets_another_name_but_not_its_neighbours(by: User) -> None:
    tree = _tree(by)

    regions.rename(tree["990103"], name="滨江区", by=by)
    with pytest.raises(RegionRefused, match="滨江区"):
        regions.rename(tree["990102"], name="滨江区", by=by)

    assert set(
        Region.objects.filter(level=Level.DISTRICT).values_list("name", flat=True)
    ) == {
        "云溪区",
        "滨江区",
    }


def test_what_lay_in_a_region_is_found_anew_when_its_use_changes() -> None:
    officer, region = make.officer(), make.region(parent=make.region(name="云溪市"))
    told = ProcrastinateJob.objects.filter(
        task_name="platform.tell", args__kind="BoundariesChanged"
    )

    regions.take_out_of_use(region, by=officer)
    regions.put_in_use(region, by=officer)

    assert told.count() == 2


def test_what_lay_in_a_region_is_found_anew_when_it_moves(by: User) -> None:
    tree = _tree(by)

    regions.move(tree["990102001"], to=tree["990103"], code="990103009", by=by)

    assert ProcrastinateJob.objects.filter(
        task_name="platform.tell", args__kind="BoundariesChanged"
    ).exists()
