"""Posts, and the people in them: a few posts are vacant, a few have changed hands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from chuangcheng.twin.society.regions import GRID, Region
from chuangcheng.twin.society.units import Unit

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_GIVEN = "建国志强晓东海燕丽娟文博思远雅琴国庆秀英春梅永胜俊杰雪梅立新德明慧敏一鸣子涵振华少华玉兰红霞伟民金凤正阳家豪若兰明辉桂芳向荣世杰晨曦卫东淑珍泽宇佳怡长春凯旋嘉琪玉华浩然静怡成林兴旺"
_FIRST_DAY = date(2023, 3, 1)
_CHANGE_DAY = date(2026, 6, 1)
_NAMESAKES_AFTER = 12
OFFICE, LEADERS = "区创城办", ("区委", "区政府")
HEAD, DEPUTY, LIAISON = "主要负责人", "分管负责人", "联络员"
SECRETARY, VILLAGE_SECRETARY = "社区党组织书记", "村党组织书记"
GRID_WORKER = "网格员"
_OFFICE_POSTS = (
    ("主任", "创城办"),
    ("副主任", "创城办"),
    ("综合协调组干部", "创城办"),
    ("督导检查组干部", "创城办"),
    ("材料申报组干部", "创城办"),
    ("督查专员一", "督查"),
    ("督查专员二", "督查"),
    ("督查专员三", "督查"),
)
_LEADER_POSTS = {
    "区委": ("书记", "副书记", "常委、宣传部部长", "常委、政法委书记"),
    "区政府": (
        "区长",
        "常务副区长",
        "副区长（城建城管）",
        "副区长（教育文旅）",
        "副区长（商务市场）",
        "副区长（公安）",
    ),
}
_UNIT_POSTS = (
    (HEAD, "单位负责人", "h"),
    (DEPUTY, "单位负责人", "f"),
    (LIAISON, "联络员", "l"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    title: str
    role: str
    unit: str | None = None
    region: str | None = None

    def row(self) -> tuple[object, ...]:
        return self.unit, self.region, self.title, self.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    post: Post
    username: str
    name: str
    phone: str
    starts_on: date
    ends_on: date | None = None

    def row(self) -> tuple[object, ...]:
        return (
            self.post.unit,
            self.post.region,
            self.post.title,
            self.username,
            self.name,
            self.phone,
            self.starts_on,
            self.ends_on,
        )


@dataclass(slots=True)
class Staff:
    """Everybody, and where they sit."""

    posts: list[Post] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    _holders: dict[tuple[str | None, str], Seat] = field(default_factory=dict)

    def add(self, post: Post, seats: Sequence[Seat]) -> None:
        self.posts.append(post)
        self.seats += seats
        for seat in seats:
            if seat.ends_on is None:
                self._holders[post.unit, post.title] = seat

    def holder(self, unit: str, title: str) -> Seat | None:
        """Return who sits in a unit's post now."""
        return self._holders.get((unit, title))

    def head(self, unit: str) -> Seat | None:
        """Return who heads a unit now."""
        titles = (HEAD, "主任", "书记", "区长", SECRETARY, VILLAGE_SECRETARY)
        held = (self.holder(unit, title) for title in titles)
        return next(filter(None, held), None)


class _Hiring:
    """Draws people: a name, a number and an account each."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._names: set[str] = set()
        self._numbers = count(1)

    def seat(self, post: Post, username: str) -> Seat:
        return Seat(
            post=post,
            username=username,
            name=self._name(),
            phone=f"138000{next(self._numbers):05d}",
            starts_on=_FIRST_DAY + timedelta(days=self._random.randrange(0, 900)),
        )

    def _name(self) -> str:
        """Draw a name; in a large city some people share one."""
        name = ""
        for _ in range(_NAMESAKES_AFTER):
            name = self._random.choice(_SURNAMES) + self._given()
            if name not in self._names:
                break
        self._names.add(name)
        return name

    def _given(self) -> str:
        if self._random.random() < 0.15:
            return self._random.choice(_GIVEN)
        at = 2 * self._random.randrange(len(_GIVEN) // 2)
        return _GIVEN[at : at + 2]

    def happens(self, share: float) -> bool:
        return self._random.random() < share


def hired(units: Sequence[Unit], regions: Sequence[Region], random: Random) -> Staff:
    """Invent posts, people and their seats."""
    hiring = _Hiring(random)
    made = Staff()
    for unit in units:
        for post, username in _posts_of(unit):
            made.add(post, _seats(hiring, post, username))
    grids = (region for region in regions if region.level == GRID)
    for number, grid in enumerate(grids, start=1):
        post = Post(title=GRID_WORKER, role="网格员", region=grid.code)
        made.add(post, [hiring.seat(post, f"wg{number:03d}")])
    return made


def _posts_of(unit: Unit) -> Iterator[tuple[Post, str]]:
    if unit.short_name == OFFICE:
        for number, (title, role) in enumerate(_OFFICE_POSTS, start=1):
            yield Post(title=title, role=role, unit=unit.code), f"ccb{number:02d}"
    elif unit.short_name in LEADERS:
        for number, title in enumerate(_LEADER_POSTS[unit.short_name], start=1):
            post = Post(title=title, role="市领导", unit=unit.code)
            yield post, f"{'qw' if unit.short_name == '区委' else 'qz'}{number:02d}"
    elif unit.kind == "社区(村)":
        title = VILLAGE_SECRETARY if unit.short_name.endswith("村") else SECRETARY
        post = Post(title=title, role="单位负责人", unit=unit.code)
        yield post, f"{unit.code.lower()}h"
    else:
        for title, role, letter in _UNIT_POSTS[:: 2 if unit.is_small else 1]:
            post = Post(title=title, role=role, unit=unit.code)
            yield post, f"{unit.code.lower()}{letter}"


def _seats(hiring: _Hiring, post: Post, username: str) -> list[Seat]:
    if post.title == DEPUTY and hiring.happens(0.08):
        return []
    seat = hiring.seat(post, username)
    if post.title != LIAISON or not hiring.happens(0.1):
        return [seat]
    before = hiring.seat(post, f"{username}0")
    return [
        Seat(
            post=post,
            username=before.username,
            name=before.name,
            phone=before.phone,
            starts_on=_FIRST_DAY,
            ends_on=_CHANGE_DAY - timedelta(days=1),
        ),
        Seat(
            post=post,
            username=seat.username,
            name=seat.name,
            phone=seat.phone,
            starts_on=_CHANGE_DAY,
        ),
    ]
