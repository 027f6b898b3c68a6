"""Take a unit's name apart: whose body it is, what it works on, what form it has."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from chuangcheng.city.matching.places import TIER_OF_LETTER, Place, Tier
from chuangcheng.city.matching.vocabulary import marked


@dataclass(frozen=True, slots=True)
class Form:
    """What kind of body a name's ending says it is; forms of one family stand in for each other."""

    name: str = ""
    family: str = ""


NO_FORM = Form()

# Longest endings first; each row is pattern, form, family.
_FORMS: tuple[tuple[str, str, str], ...] = (
    (r"(?:工作)?(?:领导小组|指挥部|协调小组|委员会|联席会议)办公室", "办", "机关"),
    (r"(?:工作)?(?:领导小组|协调小组)", "领导小组", "领导小组"),
    (r"(?:总)?指挥部", "指挥部", "领导小组"),
    (r"工作(?:专班|组|小组)|专班|专项组", "工作组", "工作组"),
    (r"办公室|办事处|办", "办", "机关"),
    (r"委员会|委", "委", "机关"),
    (r"(?:监督)?(?:管理)?(?:分局|总局|局)", "局", "机关"),
    (r"厅", "局", "机关"),
    (r"部", "部", "部"),
    (r"(?:服务|管理|事务|保障)?中心", "中心", "事业"),
    (r"(?:总|支|大|中)队", "队", "队"),
    (r"(?:股份|集团)?(?:有限)?(?:责任)?(?:集团|总|分)?公司|集团", "公司", "公司"),
    (r"(?:管理)?处", "处", "事业"),
    (r"(?:管理|监督|监测|服务)?[所站]", "所", "事业"),
    (r"联合会|协会|学会|基金会", "会", "会"),
)
_FORM_PATTERNS = tuple(
    (re.compile(f"(?:{pattern})$"), Form(form, family)) for pattern, form, family in _FORMS
)


@dataclass(frozen=True)
class ParsedName:
    """A name in parts; `core` is what is left when place, tier and party marks are gone."""

    text: str
    tier: Tier | None
    place: str
    core: str

    @cached_property
    def form(self) -> Form:
        return _split(marked(self.core))[1]

    @cached_property
    def marks(self) -> str:
        """Return the stem with one character for each known field of work."""
        return _split(marked(self.core))[0]

    @cached_property
    def stem(self) -> str:
        """Return the stem as written."""
        return _split(self.core)[0]


def _split(core: str) -> tuple[str, Form]:
    for pattern, form in _FORM_PATTERNS:
        found = pattern.search(core)
        if found and found.start() > 0:
            return core[: found.start()], form
    return core, NO_FORM


_SPACE = re.compile(r"[\s·・“”\"'《》]+")
_OWNERS = re.compile(r"^(?:中国共产党|中共|国家税务总局|国网|国家电网)")
_LEAGUE = re.compile(r"中国共产主义青年团|共产主义青年团|共青团")
_LEAGUE_AT = re.compile(
    r"^团(?P<place>[一-鿿]{0,6}?)(?:工)?委(?:员会)?$|^(?P<before>[一-鿿]{0,6}?)团(?:工)?委(?:员会)?$"
)
_OUR = re.compile(r"^(?:全|本|我)(?=[市区县])")
# 市场、市政 and the like begin with a letter of a tier without speaking of one.
_NOT_A_TIER = re.compile(
    r"^(?:市场|市政(?!府|协)|市容|市民|市值|市集|区域|区划|区块|州际|县域|乡村)"
)
_PARTY = re.compile(r"^(?:党|工|党工)?委(?:员会)?(?=.)")
_GENERIC = re.compile(r"^(?:办$|办公室|督查|研究室|政策研究|机要|信息中心|政研室)")
_GOVERNMENT = re.compile(r"^(?:人民)?政府(?=.)")
_COMMON_OFFICE = re.compile(r"[一-鿿]+(?:街道|镇|乡)$")
_STREET_BODY = re.compile(
    r"(?<=街道)(?:办事处|办|党工委|工委)$|(?<=[镇乡])(?:人民政府|政府|党委)$"
)
_COMMUNITY_BODY = re.compile(
    r"(?<=社区)(?:居民委员会|居委会|党委|党总支)$|(?<=村)(?:民委员会|村民委员会|委会|村委会)$"
)
_BUREAU_BRANCH = re.compile(r"局(?=分局$|[总支大中]队$)")
_WHOLE = {"委": "党委", "委员会": "党委", "人民政府": "政府"}
_TAIL = re.compile(
    r"(?:主要领导|主要负责|分管负责|分管领导|负责)(?:同志|人)?$|等(?:相关|有关|职能|责任)?(?:部门|单位)?$"
)
_WITH = re.compile(r"^(?:由|请|责成)")


def tidy(name: str) -> str:
    """Bring a name to one way of writing: width, spaces, quotes, words around it."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", name))
    return _TAIL.sub("", _WITH.sub("", text)) or text


def parse(name: str, places: Sequence[Place]) -> ParsedName:
    """Take a name apart against the city's own places, longest place first."""
    text = tidy(name)
    rest = _LEAGUE.sub("团", _OWNERS.sub("", text))
    league = _LEAGUE_AT.match(rest)
    if league and rest != "团委":
        owner = league["place"] or league["before"] or ""
        tier, place, left = _owner(owner + "团委", places)
        if left == "团委":
            return ParsedName(text, tier, place, "共青团")
    tier, place, rest = _owner(rest, places)
    return ParsedName(text, tier, place, _core(rest))


def _owner(text: str, places: Sequence[Place]) -> tuple[Tier | None, str, str]:
    """Split off whose body it is: 示例市云溪区教育局, 区教育局, 公安局云溪分局."""
    tier: Tier | None = None
    at = ""
    text = _OUR.sub("", text)
    while found := _leading_place(text, places):
        tier, at, text = found.tier, found.name, text[_length_of(found, text) :]
    if tier is None and len(text) > 1 and not _NOT_A_TIER.match(text):
        tier = TIER_OF_LETTER.get(text[0])
        text = text[1:] if tier else text
    branch = _branch_place(text, places)
    if branch:
        # 公安局云溪分局 is the same body as 云溪公安分局.
        text = _BUREAU_BRANCH.sub("", text.replace(branch.stem, "", 1))
        return branch.tier, branch.name, text
    return tier, at, text


def _leading_place(text: str, places: Sequence[Place]) -> Place | None:
    for place in places:
        if text.startswith(place.name) and len(text) > len(place.name):
            return place
        if _stem_leads(place, text):
            return place
    return None


def _stem_leads(place: Place, text: str) -> bool:
    """Tell whether 云溪 alone stands for 云溪区, as in 云溪公安分局 but not in 云溪街道."""
    stem = place.stem
    return (
        len(stem) > 1
        and text.startswith(stem)
        and len(text) > len(stem) + 2
        and text.endswith(("局", "队", "公司", "法院", "检察院"))
    )


def _length_of(place: Place, text: str) -> int:
    return len(place.name) if text.startswith(place.name) else len(place.stem)


def _branch_place(text: str, places: Sequence[Place]) -> Place | None:
    """Find the district of a branch office: 公安局云溪分局, 交通管理局云溪大队."""
    if not text.endswith(("分局", "队", "分公司")):
        return None
    for place in places:
        if place.tier is Tier.DISTRICT and place.stem in text and len(place.stem) > 1:
            return place
    return None


def _core(rest: str) -> str:
    if rest in _WHOLE:
        return _WHOLE[rest]
    rest = _COMMUNITY_BODY.sub("", _STREET_BODY.sub("", rest))
    if _COMMON_OFFICE.match(rest):
        return rest
    return _without_party(_without_government(rest))


def _without_party(rest: str) -> str:
    """Read 委宣传部 as 宣传部, but keep 党委办公室 apart from 政府办公室."""
    shortened = _PARTY.sub("", rest)
    if shortened == rest:
        return rest
    return f"党委{shortened}" if _GENERIC.match(shortened) else shortened


def _without_government(rest: str) -> str:
    shortened = _GOVERNMENT.sub("", rest)
    if shortened == rest:
        return rest
    return f"政府{shortened}" if _GENERIC.match(shortened) else shortened
