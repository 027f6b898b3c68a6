"""Figures a task must reach, told from names, ages, ranks, weights and rhythms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from chuangcheng.ledger.extraction import objects
from chuangcheng.ledger.extraction.cues import listed
from chuangcheng.ledger.extraction.result import Target

_MEASURES = listed(
    "微克/立方米 毫克/立方米 毫克/升 立方米 平方公里 平方千米 平方米 平方 公里 千米 公顷 公斤 千克 延米 延长米 立方 人次 场次 户次 辆次 车次 篇次 批次 班次 家次 个百分点 百分点 "
    "个小时 小时 分钟 课时 学时 学分 个工作日 工作日 吨 米 亩 元 个 家 条 项 座 处 所 场 次 期 篇 户 人 名 位 件 份 辆 台 套 支 块 "
    "片 株 棵 本 册 幅 张 盏 间 栋 幢 类 门 节 只 头 批 对 班 例 起 宗 斤 克 具 趟 餐 口 面 部 首 集 组 轮 遍 部 段 眼 副 把 桶 卷 顶 封 "
    "千瓦 兆瓦 度 天 分 村 社区 种 则 样 顿 孔 艘 架 枚 支队伍 杆 步 方 回 点"
)
_MEASURE = "|".join(sorted(set(_MEASURES), key=len, reverse=True))
_ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CHINESE = r"[一二两三四五六七八九十百千]{1,7}"
_AT_LEAST = r"不少于|不低于|不得少于|不得低于|不小于|不得小于|不短于|不应低于|不应少于|不能少于|至少|最少|≥|>=|>|超过|超|突破|大于|高于|多于|不下于|力争达到|保底"
_AT_MOST = r"不超过|不得超过|不多于|不高于|不大于|不得高于|不得多于|控制在|压缩[到至]|压减[到至]|缩短[到至]|降到|降至|减至|下降到|≤|<=|<|小于|少于|低于"
_REACH = r"达到了?|达至|达|提高到|提升到|提高至|提升至|增加到|增加至|增至|升至|保持在|稳定在|扩大到|完成率为"
_FIGURE = re.compile(
    rf"(?P<lead>(?:{_AT_LEAST}|{_AT_MOST}|{_REACH})(?:到|在|为|于)? ?(?:每[户人名次处亩吨])?)?"
    rf"(?P<n>百分之(?:百|{_ARABIC}|{_CHINESE})|(?P<value>{_ARABIC})(?:(?P<base>万|亿|千|百)?(?:-|—|–|~|～|至|到){{1,2}}(?P<upper>{_ARABIC}))?(?P<pct>[%‰])?"
    rf"|(?P<chinese>{_CHINESE})(?:(?:至|到|—|-)[二三四五六七八九十]+)?)"
    rf"(?:(?:余|多)?(?P<scale>万亿|亿|百万|千万|万|千|百)(?:余|多)?|余|多)?"
    rf"(?P<unit>{_MEASURE})?"
    rf"(?P<tail>\(?含\)?以上|\(?含\)?|及以上|以上|及以下|以下|以内|之内|之间|左右)?"
)
_NUMERAL = re.compile(r"\d|百分之|[一二两三四五六七八九十]")
_SCALES = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 1_000_000_000_000,
}
_CN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_CN_TENS = {"十": 10, "百": 100, "千": 1000}
_AT_LEAST_WORD = re.compile(_AT_LEAST)
_AT_MOST_WORD = re.compile(_AT_MOST)

# A numeral after these is an order, a rank, a name's part or a rate's base, not an amount.
_NOT_BEFORE = re.compile(
    r"(?:第|(?<![底日月年之以])前|后|列|每|近|No\.?|[A-WYZa-z]|《|“|‘|\"|连续|同比|环比|占|分值|计|扣|加|减|扣减|得|各占|满分|按|大约|为期|用|历时|(?:现有|共有|尚有|仍有|还有|只有|设有|辖有|下辖|拥有)[\u4e00-\u9fff]{0,6}|还差|差|约|(?:涉及|惠及|受益)[\u4e00-\u9fff]{0,4}|总投资|概算|(?:总|建筑|占地|用地|辖区|国土)面积|现存|^(?:全[省市区县镇乡校院]|[我本][省市区县镇乡校院])(?:现有|共|共有))$"
)
_SPAN_BEFORE = re.compile(r"(?:每|各)$")
# What follows 米, 分钟 and 小时 when they are part of a name.
_NAME_AFTER = re.compile(
    r"(?:服务|便民|生活|健身|文化|阅读|医疗|就业|养老|见绿|见园|半径|范围|见|圈|智能|自助|书店|热线|值班|值守|在线|不间断|制|内|之内|以内|为重点|便利|通勤)"
)
_NAME_UNITS = frozenset(
    ("米", "分钟", "小时", "个小时", "公里", "天", "个工作日", "工作日")
)
_WEIGHT = re.compile(
    r"得\d+分|占[^,;]{0,14}(?:总分|分值|权重|成绩|总成绩|考核)|扣|加分|减分|分值|计分|得分的|满分|占\d|百分制|奖励|罚款|(?<!\d)处以(?!上|下|内)|奖金|补贴标准|每[^,;]{0,6}(?:扣|加\d|加分|奖\d)"
)
# 46个城市要出台…: how many act is no figure to reach.
_ACTING = re.compile(
    r"[\u4e00-\u9fff]{1,6}?(?:(?<![主重需首])要(?!求)|必须|均要|都要|应当)"
)
_SANCTION = re.compile(r"^对[^,;]{0,30}(?:约谈|通报批评|处罚|奖励|问责|取消|曝光|扣|警示)")
_SCORE = re.compile(r"(?:测评|考评|考核|满意度|得分|成绩|总分|评估)[^,;]{0,8}$")
_CONDITION = re.compile(
    r"^(?:凡|凡是|如|若|如果|一旦|被|连续)[^,;]{0,20}$|得分(?:低于|在|少于)$|(?:不足|(?<!不)(?<!不得)(?<!不应)(?<!不能)(?:低于|少于)|未达到|达不到)$"
)
_SAME_UNITS = {"个小时": "小时", "个工作日": "工作日", "支队伍": "支"}
_AGE_OR_TIME = re.compile(
    r"(?:年|月|日|号|岁|周岁|周年|届|级|类|期|楼|室|路|线|版|季|周|分之|后|时|点|道|大|中全会|中|代|幢|单元|弄|巷|号楼|网格)"
)
_RECURRENT_EVENTS = frozenset(listed("次 期 场 回 遍 轮 篇 条 件"))
_VERB_BEFORE_CHINESE = re.compile(
    r"(?:完成|建成|新建|改造|打造|创建|培育|建设|整治|实施|创作|设立|建立|选树|评选|举办|开展|组织|召开|新增|设置|配备|推出|改建|扩建|发展|打通|培养)(?:好|了)?$"
)
_PLAIN_CHINESE = frozenset(listed("个 家 条 座 处 所 场 支 名 户 辆 次 期 篇 台 块 片 项"))
_CHINESE_NAMES = re.compile(
    r"(?:个(?:一|百|千|万|必|结合|工程|专项|机制|体系|方面|层面|维度|阶段|环节|重点|清单|到位|不|月|坚持|确保|确定|全|转变|提升|行动|意识|自信|文明)|大|项(?:行动|工程|制度|机制|措施|重点|任务|工作|活动|整治)|"
    r"条(?:底线|红线|战线|主线)|级|期工程|位一体|方面|次(?:性|会议|全会|产业)|线|横|纵|单|清|严|查|创|进)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One numeral with its measure word, where it stands, and what it says."""

    start: int
    end: int
    target: Target


def figures(
    text: str, *, blocked: Iterable[tuple[int, int]] = (), recurs: bool = False
) -> list[Figure]:
    """Return the figures of a stretch of text that are amounts to reach.

    `blocked` are places whose numerals mean something else (dates, rhythms, owners); `recurs`
    tells that the stretch states a rhythm, so that 2次 in it is a number per period.
    """
    if not _NUMERAL.search(text) or _WEIGHT.search(text) or _SANCTION.search(text):
        return []
    mask = bytearray(len(text) + 1)
    for start, end in blocked:
        mask[start:end] = b"\1" * (end - start)
    quoted = _quoted(text)
    found = []
    position = 0
    while match := _FIGURE.search(text, position):
        position = max(match.end(), position + 1)
        if any(mask[match.start("n") : match.end()]) or quoted[match.start("n")]:
            continue
        figure = _figure(text, match, recurs=recurs)
        if figure is not None:
            found.append(figure)
    return found


def _quoted(text: str) -> bytearray:
    """Mark what stands between quotes, book-title marks or brackets."""
    marks = bytearray(len(text) + 1)
    for pattern in _QUOTES:
        for match in pattern.finditer(text):
            marks[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return marks


_LEAST_BEFORE = re.compile(r"(?:至少|不少于|不低于|最少)[\u4e00-\u9fff]{0,8}$")
_REACHING_BEFORE = re.compile(r"达到[^,;\d]{0,16}$")
_RANGE = re.compile("[至到—-]")
_QUOTES = (
    re.compile(r"“[^”]*”"),
    re.compile(r"《[^》]*》"),
    re.compile(r'"[^"]*"'),
    re.compile(r"‘[^’]*’"),
)


def _figure(text: str, match: re.Match[str], *, recurs: bool) -> Figure | None:
    percent = "%" if match["n"].startswith("百分之") else match["pct"]
    unit = percent or match["unit"]
    unit = _SAME_UNITS.get(unit or "", unit)
    if not unit or not _is_amount(text, match, unit):
        return None
    value = _value(match)
    if value is None:
        return None
    event = unit in _RECURRENT_EVENTS
    if recurs and event and value == 1:
        return None
    comparator = _comparator(text, match)
    if recurs and event and comparator == "=":
        comparator = ">="
    target = Target(
        object=_object(text, match, unit), comparator=comparator, value=value, unit=unit
    )
    return Figure(match.start(), match.end(), target)


def _is_amount(text: str, match: re.Match[str], unit: str) -> bool:
    """Tell an amount from an order, a rank, a condition, a name or a number of actors."""
    before = text[max(0, match.start() - 60) : match.start()]
    after = text[match.end() : match.end() + 8]
    lead = (match["lead"] or "").strip()
    if _NOT_BEFORE.search(before) or _CONDITION.search(before[-24:] + lead):
        return False
    if unit == "分":
        return bool(lead or match["tail"]) and bool(_SCORE.search(before))
    if _ACTING.match(after) and unit in _ACTORS:
        return False
    if match["chinese"]:
        return _is_chinese_amount(match, before, after, unit)
    return not _is_part_of_name(match, after, unit)


_LENGTHS = frozenset(("米", "公里", "千米"))
# 校园周边200米, 两侧各50米: where, not how much.
_AROUND = re.compile(
    r"(?:周边|周围|半径|方圆|距离?|相距|间隔|间距|两侧各?|沿线|外围?)(?:为|约|各)?$"
)
# 全镇23个村: how large a place is.
_SIZE = re.compile(r"(?:全|我|本)[省市区县镇乡校院街](?:辖)?\d+个[\u4e00-\u9fff]{1,6}")
# 日处理能力50吨的处理厂: what kind of thing, not how much.
_CAPACITY = re.compile(r"(?:能力|规模|容量|面积|库容)(?:达到?|为|在)?$")
_ACTORS = frozenset(("个", "家", "名", "支"))
_LOOSE_UNITS = frozenset(("度", "点", "方", "步", "组", "村", "社区", "种", "天"))
_COUNTED_UNITS = frozenset(("村", "社区", "组", "种"))
# 一次性, 3个月, 2个1: the measure word is no measure of its own.
_NO_MEASURE = re.compile(r"次[性会党全]|个(?:月|年|星期|阶段|方面|一|\d)")


def _is_part_of_name(match: re.Match[str], after: str, unit: str) -> bool:
    """Tell 15分钟便民圈 and 3个工作日内 from amounts."""
    if _SIZE.fullmatch(match.string):
        return True
    if after.startswith("的") and _CAPACITY.search(match.string, 0, match.start()):
        return True
    if unit in _LENGTHS and _AROUND.search(match.string, 0, match.start()):
        return True
    if unit in _NAME_UNITS:
        named = _NAME_AFTER.match(after) and not match["tail"]
        within = match["tail"] in ("以内", "之内") and not match["lead"]
        if named or within:
            return True
    if unit in _LOOSE_UNITS and not match["lead"]:
        return unit not in _COUNTED_UNITS or bool(_AGE_OR_TIME.match(after))
    return bool(_NO_MEASURE.match(unit + after))


def _is_chinese_amount(match: re.Match[str], before: str, after: str, unit: str) -> bool:
    """Read 三条 after a verb or 至少, but not 三个一, 五大 or 一个."""
    if before[-1:] in "十百千万第每这那各" and before:
        return False
    if match["lead"] and (
        _AT_LEAST_WORD.match(match["lead"]) or _AT_MOST_WORD.match(match["lead"])
    ):
        return True
    if _LEAST_BEFORE.search(before) and unit in _PLAIN_CHINESE:
        return True
    if _CHINESE_NAMES.match(unit + after) or unit not in _PLAIN_CHINESE:
        return False
    if match["chinese"] == "一":
        return bool(match["tail"] == "以上")
    return bool(match["tail"] == "以上" or _VERB_BEFORE_CHINESE.search(before))


def _value(match: re.Match[str]) -> Decimal | None:
    written = match["n"]
    if written.startswith("百分之"):
        return _percentage(written.removeprefix("百分之"))
    if match["chinese"]:
        value = Decimal(_chinese(match["chinese"]))
    else:
        value = Decimal(match["value"].replace(",", ""))
    scale = match["scale"] or match["base"]
    if scale:
        value *= _SCALES[scale]
    if value <= 0:
        return None
    whole = value.to_integral_value()
    return whole if value == whole else value


def _percentage(written: str) -> Decimal:
    if written == "百":
        return Decimal(100)
    if written[0].isdigit():
        return Decimal(written.replace(",", ""))
    return Decimal(_chinese(written))


def _chinese(numeral: str) -> int:
    total = digit = 0
    for character in numeral:
        if character in _CN_TENS:
            total += (digit or 1) * _CN_TENS[character]
            digit = 0
        else:
            digit = _CN[character]
    return total + digit


def _comparator(text: str, match: re.Match[str]) -> str:
    lead, tail = match["lead"] or "", match["tail"] or ""
    if _AT_LEAST_WORD.match(lead):
        return ">="
    if _AT_MOST_WORD.match(lead) or tail in ("以下", "及以下", "以内", "之内"):
        return "<="
    if lead or tail.endswith("以上") or match["upper"]:
        return ">="
    before = text[max(0, match.start() - 18) : match.start()]
    if match["pct"] and _REACHING_BEFORE.search(before):
        return ">="
    if _LEAST_BEFORE.search(before):
        return ">="
    range_of_chinese = match["chinese"] and _RANGE.search(match["n"])
    return ">=" if range_of_chinese else "="


def _object(text: str, match: re.Match[str], unit: str) -> str:
    """Name what is counted: after the measure word for counts, before the verb for rates."""
    after = text[match.end() : match.end() + 40]
    before = objects.subject(text[max(0, match.start() - 60) : match.start()])
    if unit in ("%", "‰") and not after.startswith("的"):
        return before or objects.counted(after)
    return objects.counted(after) or before
