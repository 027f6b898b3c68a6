"""Find where one unit's name ends and the next begins when nothing stands between them."""

import re
from collections.abc import Iterator
from itertools import pairwise

# 市市场监管局 is one name: these words begin with the sign of a region but name a trade.
_TRADE = r"市(?:场|政|容|民)|区(?:域|间|块|划)|县域|镇区|乡村|村(?:民|居|庄)|省(?:际|道)"
_NEXT = re.compile(
    rf"(?!{_TRADE})[省市区县旗镇乡](?!直|级|属|委|政府|人民政府|长|各|[、,和及])(?=[\u4e00-\u9fff“]{{2}})"
    r"|[省市区县旗镇](?=委(?:[\u4e00-\u9fff]{1,8}[部办委室校局]|党校))|[市区县](?=人民政府|直)"
    r"|团[省市区县]委|团委|各(?=[市区县镇乡街村有相责部成直]|单位|社区|学校|科室|园区|企业)|(?:有关|相关)(?=部门|单位|乡镇|街道|镇)"
    r"|国网|中国(?=移动|电信|联通|铁塔)|共青团|[\u4e00-\u9fff]{2}(?:街道|镇|乡)(?:人民政府|政府|办事处|办)?(?=$|[、,\s(各])"
)
_CLOSED = re.compile(
    r"(?:局|委|办|部|厅|处|科|室|队|站|所|院|会|联|府|社|司|中心|集团|公司|银行|医院|学校|街道|街道办|办事处|镇|乡|单位|部门|企业|园区|管委会|[)]|(?:^|、)各[区县市镇乡村]{1,3})$"
)
_SHORTEST = 3
_SHORT_CLASS = re.compile(r"各[区县市镇乡村]{1,3}$|团委$|工会$|妇联$")
# 县委县政府督查室: the party and the government of one place keep one office.
_PAIR = re.compile(r"[省市区县旗]委$|党委$|党工委$")
_GOVERNMENT = re.compile(r"(?:[省市区县]|)(?:人民)?政府|办事处")


def glued(name: str) -> list[str]:
    """Split 市委宣传部市城管局 into the names it holds; one name stays whole."""
    cuts = [0, *_borders(name), len(name)]
    return [name[a:b] for a, b in pairwise(cuts) if a < b]


def _borders(name: str) -> Iterator[int]:
    begun, depth = 0, 0
    for position in range(1, len(name) - 1):
        depth += (name[position - 1] == "(") - (name[position - 1] == ")")
        if depth > 0 or not _NEXT.match(name, position):
            continue
        before = name[begun:position]
        if _ends_a_name(before) and not _one_office(before, name, position):
            yield position
            begun = position


def _ends_a_name(words: str) -> bool:
    long = len(words) >= _SHORTEST or bool(_SHORT_CLASS.search(words))
    return long and bool(_CLOSED.search(words))


def _one_office(before: str, name: str, position: int) -> bool:
    return bool(_PAIR.search(before) and _GOVERNMENT.match(name, position))
