"""Recognise the names of units by their shape: prefix, body, suffix, and what follows."""

import re
from functools import lru_cache

from chuangcheng.ledger.extraction.borders import glued
from chuangcheng.ledger.extraction.cues import (
    ACTION_VERBS,
    ADVERBS,
    COLLECTIVE_NON_UNITS,
    MODAL_PATTERN,
    PREDICATE_WORDS,
    PREPOSITIONS,
    alternatives,
    listed,
)
from chuangcheng.ledger.extraction.subjects import ROLE, stands_as_subject

_SUFFIXES = listed(
    "委员会 办公室 办事处 管委会 居委会 村委会 指挥部 领导小组 工作组 专项组 专班 联席会议 党工委 党委 党组 党支部 总支 支部 党组织 团组织 "
    "人民政府 政府 支队 大队 中队 总队 分队 中心 公司 集团 银行 医院 学校 小学 中学 大学 学院 幼儿园 街道 社区 协会 学会 商会 联合会 总会 联盟 "
    "总工会 工会 团委 妇联 残联 科协 文联 侨联 工商联 社科联 红十字会 法院 检察院 部门 单位 企业 机构 河长 湖长 林长 路长 街长 楼长 段长 点位长 网格长 街巷长 巷长 片长 组长 楼栋长 联络员 保洁员 巡查员 管理员 协管员 安全员 护林员 信息员 党员 点长 田长 "
    "网格员 志愿者 党员干部 书记 校长 园长 所长 站长 主任 食堂 导诊台 服务台 窗口 机关 班主任 科任教师 教师 辅导员 门卫 驻村工作队 工作队 服务队 志愿队 电视台 广播站 电台 报社 日报 融媒体 媒体 "
    "派出所 卫生院 事务所 业委会 物业 园区 开发区 高新区 经开区 管理区 示范区 新区 景区 林场 农场 总站 车站 公安 消防 城管 交警 环卫 电信 移动 联通 "
    "“两委”干部 “两委” 两委干部 两委 成员 班级 年级 处室 科室 家庭 商户 业主 施工方 责任人 系统 战线 区县 县区 市区 区市县 镇办 镇街 乡镇 镇村 村居 网格 站所 院校 "
    "局 委 办 厅 部 处 科 室 股 院 所 站 队 会 组 镇 乡 村 馆 厂 校 团 社 行 县 区 市 街 署 司"
)
_SUFFIX = re.compile("|".join(sorted(set(_SUFFIXES), key=len, reverse=True)))
# After 各 these too name owners.
_CLASS_SUFFIX = re.compile(
    "班|片区|小组|校区|园区|场馆|窗口|主体|地|方|户|片|点位|经营者|牵头人|级|镇(?=各)"
)
_SINGLE_WEAK = frozenset("部处科室股院所站会组村馆园厂校台团社行县区市街场店班乡镇司队")
_BODY = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·×“”\-]+")
_STOP = re.compile(
    r"(?<!国)有(?!关|限|色)|任(?=[副第组主指总])|向(?![阳荣东前党])|\d点|不(?!动产|锈)|要(?!闻|素|员|塞)|或|参加|召开|举办|打造|[的了是在把将对为以从等]|加强|开展|完善|推进|建立|进行|(?<![党团])组织(?!部|处|科|股|委|生活)|做好|抓好|落实|配合(?!单位|部门)|协助(?!单位|部门)|会同|负责|牵头(?!单位|部门)|联合(?!会|体)|要求|"
    r"每[年月周天日]|\d月|底前|之前|以前|不断|积极|认真|切实|全面|通过|围绕|按照|根据|充分|确保|实现|提高|增强|推动|主责|责任(?!单位|部门|人|区|段)|共同"
)
_PREFIX = re.compile(
    r"(?:[省市区县旗州镇乡街村校院司局](?!场|内|外|民|容|政(?!府|协|局|处|园|公)|直属|域)|区直|市直|县直|省直|镇直|区级|市级|县级|各|全体|所有|有关|相关|牵头|责任|团|"
    r"中共|共青|国网|国家|县委|区委|市委|[\u4e00-\u9fff]{2,3}(?:市|区|县|镇|乡|街道|村|社区|局|集团|公司))"
)
_CLASS_HEAD = re.compile(r"(?:全[市区县镇乡校街省]|本[市区县镇校])?(?=各|所有|全体)")
_CLASS = re.compile(r"(?:各|所有|全体)")
_BRACKET = re.compile(
    r"\((?=[^()]{1,16}\))[^()]*?(?:街|街道|乡镇|镇|乡|村|市|区|县|社区|园|场|办|党组|党委|局|所|处|委|部门|单位|中心|组|站|园区|工委|居|居委会|会|队|部|政府|院|校|公司)\)"
)
_NOT_A_NAME = re.compile(
    rf"(?!派出所|领导小组|开发区|建设局|建委|管委会)(?:{alternatives([w for w in PREDICATE_WORDS if len(w) > 1])}|{alternatives([w for w in ADVERBS if len(w) > 1])}|{MODAL_PATTERN}|"
    r"形成|实现|营造|促进|确保|取得|争当|(?:原则)?同意|[上下]午|早上|晚上|今天|明天|昨天|这[个次]|[一两二三四五\d]+[名位]|[底末初](?=[\u4e00-\u9fff])|报(?!社|业|刊)|交(?![警通投管运委易旅])|送|呈|受|经|请|[于让使每经按用开做抓建新再还也都对把将在从以与为被给向因若如凡其并而且这那本我]|\d+(?:\.\d+)?(?:%|万|亿|年|月|日|小时|分钟|米|公里)|各项|各类|各种|各方|各级道路)"
)
NON_UNITS = frozenset(COLLECTIVE_NON_UNITS)
_NON_UNIT_START = re.compile(
    rf"(?:{alternatives(tuple(COLLECTIVE_NON_UNITS))})(?!各|[直]|级|委|政府)"
)
# Nouns of action that also stand inside the names of units: 宣传部, 监督指挥中心.
_NOMINAL = frozenset(
    listed("""
    宣传 组织 督查 督办 监督 监察 管理 执法 服务 保障 建设 规划 保护 教育 审计 统计 指挥 协调 推进 整治 创建 治理 救助 执行 发展 改革
    考核 检测 监测 防治 应急 救援 指导 投资 统战 政法 检查 测评 行政 公安 交通 生态 环境 资源 自然 文化 旅游 体育 卫生 健康 市场 信息
    经济 社会 工作 人力 城市 城乡 住房 农业 农村 水利 林业 园林 绿化 环卫 市政 公用 公路 道路 运输 消防 安全 生产 质量 技术 信访 司法
    民政 财政 商务 科技 人防 档案 广播 电视 新闻 出版 网络 媒体 妇女 儿童 青年 学生 老龄 志愿 政务 数据 审批 登记 举报 受理 征收 拆迁
    征迁 招商 培训 研究 设计 勘察 测绘 预防 控制 疾病 养护 清扫 保洁 转运 处理 供水 排水 供电 供热 燃气 创城 创卫 创文 文明 精神 督导 事务
    巡查 巡察 综合 调度 联络 发改 住建 攻坚 专项 机关 直属 党校 编制 外事 接待 保密 史志 扶贫 振兴 河长 林长 防汛 抗旱 物业 分类 值班 运营 监管 环保 网格 统一 民族 宗教 退役 军人 事务 残疾 数字 智慧 行业
    """)
)
_TAIL = re.compile(
    r"等?(?:各)?(?:多)?(?:个)?(?:相关|有关|牵头|责任|职能|成员|主管|配合|执法|行业|区直|市直|县直|区级|市级){0,3}(?:部门|单位|科室|企业|乡镇|街道|机构|处室)"
)
_ETC = re.compile(
    r"等(?:各)?(?:\d+[个家])?(?:相关|有关|牵头|责任|职能|成员|主管|配合|执法|行业|主责|各)*(?:部门|单位|科室|企业|乡镇|街道|机构|处室|方面|专业|\d+个部门)*"
)
_SEPARATOR = re.compile(r" ?(?:、|和|及其|以及|及|暨) ?| (?=[\u4e00-\u9fffX×])")
_COMMA = re.compile(r"(?:等(?:相关|有关|市级|区级|市直|区直|各)*(?:部门|单位)?)?[,/] ?")
_LONGEST_NAME = 22
# 区级以上文明单位: a grade of units is part of their name.
_GRADE = re.compile(
    r"(?:国家|[省市区县镇]|(?:国家|[省市区县镇])、?[省市区县镇])级(?:及)?(?:以上|以下)(?:的)?"
)
_WHOLE = frozenset(listed("工会 团委 妇联 残联 科协 文联 食堂"))
_NAMED_BY_VERB = re.compile("开发区|保税区|示范区|管委会|管理委员会|创建办|创[城卫文]")
_QUOTED_TRADE = re.compile(r"“[^”]+”(?:企业|商户|家庭|单位|网格|班级)$")
_TIME_FOLLOWS = re.compile(
    r"\d{1,2}月(?!\d{1,2}日$)|20\d{2}年(?!\d{1,2}月\d{1,2}日(?![前起至止之以]))|[上下]半年|[一二三四]季度|国庆|春节|汛期|暑假|寒假|节前|一[日天周月]"
)
_BOUNDARY_CHARS = frozenset("、,;:。()|[] \n!?；")


@lru_cache(maxsize=4096)
def _is_predicate(pair: str, single: str) -> bool:
    return pair in ACTION_VERBS or pair in PREDICATE_WORDS or single in PREPOSITIONS


def _closes_name(text: str, end: int, limit: int) -> bool:
    """Tell whether a name may end here: punctuation, a joint, or a predicate follows."""
    if end >= limit:
        return True
    character = text[end]
    if character in _BOUNDARY_CHARS:
        return True
    if text.startswith(("和", "及", "与", "等", "暨", "以及", "要", "应", "须", "需"), end):
        return True
    return (
        _is_predicate(text[end : end + 2], character)
        or text[end : end + 2] in PREDICATE_WORDS
        or text[end : end + 3] in PREDICATE_WORDS
        or character in "抓建设做出用"
        or text.startswith(("分工", "为主", "为牵", "为责"), end)
        or bool(_TIME_FOLLOWS.match(text, end, limit))
    )


def unit_at(
    text: str, start: int, limit: int, *, lenient: bool = False, opening: bool = False
) -> int | None:
    """Return where the unit name beginning at `start` ends, or nothing.

    A lenient reading needs no predicate after the name, as in flattened tables; at the
    opening of a clause a well-formed name may stand before any predicate.
    """
    role = ROLE.match(text, start, limit)
    if role and _closes_name(text, role.end(), limit):
        return role.end()
    grade = _GRADE.match(text, start, limit)
    if grade:
        return unit_at(text, grade.end(), limit, lenient=lenient)
    if _NON_UNIT_START.match(text, start, limit) or _NOT_A_NAME.match(text, start, limit):
        return None
    ends = _possible_ends(text, start, limit)
    for loose in (False, True) if lenient else (False,):
        for end in ends:
            closed = _after_bracket(text, end, limit)
            closes = loose and not _goes_on(text, closed)
            if (closes or _closes_name(text, closed, limit)) and _plausible(
                text[start:end]
            ):
                return _extended(text, start, closed, ends, limit)
    return _subject_at(text, start, ends, limit) if opening else None


def _subject_at(text: str, start: int, ends: list[int], limit: int) -> int | None:
    """Read 市城管局 before a verb that no list holds."""
    for end in ends:
        if _goes_on(text, end) or text[end : end + 2] in _NOMINAL:
            continue
        if stands_as_subject(text, start, end, limit) and _plausible(text[start:end]):
            return end
    return None


def _possible_ends(text: str, start: int, limit: int) -> list[int]:
    """Return the ends of the suffixes a name beginning here may have."""
    body = _BODY.match(text, start, min(limit, start + _LONGEST_NAME))
    if not body:
        return []
    stop = _STOP.search(text, start, body.end())
    last = stop.end() - 1 if stop else body.end()
    ends = {
        m.end() for m in _SUFFIX.finditer(text, start, body.end()) if m.end() > start + 1
    }
    if _CLASS.match(text, start, limit):
        ends |= {m.end() for m in _CLASS_SUFFIX.finditer(text, start + 1, body.end())}
    return sorted(end for end in ends if end <= last)


def _goes_on(text: str, end: int) -> bool:
    """Tell that 区城管 goes on to 区城管局."""
    return bool(_SUFFIX.match(text, end))


def _named_by_action(name: str) -> bool:
    """Tell 规划分局 from 实施…社区: the whole stem must be nouns of departments."""
    suffix = max(
        (len(m[0]) for m in _SUFFIX.finditer(name) if m.end() == len(name)), default=0
    )
    return _nominal(name[: len(name) - suffix])


def _after_bracket(text: str, end: int, limit: int) -> int:
    """Take in (街道) of 各镇(街道), and the words after it up to the next suffix."""
    bracket = _BRACKET.match(text, end, limit)
    if not bracket:
        return end
    end = bracket.end()
    for later in _SUFFIX.finditer(text, end, min(limit, end + 8)):
        between = text[end : later.start()]
        if between and not _nominal(between) and between not in ("人民", "两"):
            break
        if _closes_name(text, later.end(), limit) or not _goes_on(text, later.end()):
            again = _BRACKET.match(text, later.end(), limit)
            return again.end() if again else later.end()
    return end


# Too general to own anything by themselves.
_NEVER_ALONE = frozenset(
    listed(
        "系统 中心 战线 成员 移动 联通 电信 示范区 新区 景区 网格 集团 联盟 协会 总会 商会 学会 机构 分队 大队 中队 支部 总支 政府 党委 家庭 媒体 "
        "企业 车站 主任 书记 教师 环卫 消防 开发区 园区 委员会 管理区"
    )
)
_NO_CLASS = frozenset(listed("各处 各部 各行 各区域 各场 各方 各会 所有 各级 各户 各点位"))
# Places that are worked upon; they own nothing.
_PLACE = re.compile(
    r"(?:小区|校区|公园|片区|区域|地区|城区|辖区|厂区|市区|市场|广场|工地|现场|机场|停车场|垃圾场|工程队|全社会|商场|步行街|街区|库区|灾区|山区|社会|机会|大会|会议|晚会|例会|"
    r"水站|转运站|公交站|加油站|泵站|厕所|场所|住所|处所|民办|举办|开办|主办|承办|督办|创办|家庭院|四合院|门市|城市|超市|内部|(?<!党员)(?<!机关)(?<!”)(?<!两委)干部|全部|局部|银行业|进行|执行|运行|实行|试行|推行|发行|旅行|出行|步行|流行|团队|集体社)$"
)


def _plausible(name: str) -> bool:
    """Tell a name from a place, a general noun or a verb with its object."""
    if name in NON_UNITS or name in _NEVER_ALONE or len(name) < 2 or _PLACE.search(name):
        return False
    if name in _WHOLE:
        return True
    if _CLASS.match(name):
        return name not in _NO_CLASS
    if _QUOTED_TRADE.search(name) or name[-2].isdigit():
        return False
    if name[-1] in "县区市" and not name.endswith(
        ("新区", "园区", "发区", "理区", "景区", "高新区", "范区")
    ):
        return name.startswith(("有关", "相关"))
    if name[-1] in _SINGLE_WEAK and len(name) < 3:
        return False
    if _NAMED_BY_VERB.match(name):
        return True
    return name[:2] not in ACTION_VERBS or _named_by_action(name)


def _extended(text: str, start: int, end: int, ends: list[int], limit: int) -> int:
    """Prefer 市委宣传部 to 市委 where the words between are nouns of action."""
    best = end
    for later in ends:
        if later <= best or later - best > 14:
            continue
        between = text[best:later]
        suffix = max(
            (len(m[0]) for m in _SUFFIX.finditer(between) if m.end() == len(between)),
            default=0,
        )
        stem = between[: len(between) - suffix]
        if (
            suffix
            and not _STOP.search(between.replace("组织", ""))
            and _nominal(stem)
            and _closes_name(text, later, limit)
        ):
            best = _after_bracket(text, later, limit)
    return best


def _nominal(stem: str) -> bool:
    """Tell whether a stem is made of nouns that name departments."""
    if not stem:
        return False
    position = 0
    while position < len(stem):
        if stem[position : position + 2] in _NOMINAL:
            position += 2
        elif stem[position] in "办区市县镇街局委分":
            position += 1
        else:
            return False
    return True


def units_at(
    text: str,
    start: int,
    limit: int,
    *,
    lenient: bool = False,
    commas: bool = False,
    opening: bool = False,
) -> tuple[list[str], int]:
    """Read a coordination of unit names; return the names and where they end.

    等部门 after the names is passed over; nothing is returned when the first is no unit.
    """
    start = _class_head(text, start, limit)
    names, end = _coordinated(
        text, start, limit, lenient=lenient, commas=commas, opening=opening
    )
    if not names:
        return _short_names(text, start, limit)
    if not lenient and end < limit and text[end] in "、和及":
        rest = _REST.match(text, end, limit)
        if not rest:
            return [], start
        shorter = [n for n in re.split("[、和及]", rest["names"]) if n]
        return [*names, *shorter], rest.end()
    etc = _ETC.match(text, end, limit)
    return names, etc.end() if etc else end


# 各乡镇党委、政府: the government is named by its party's place.
_PARTY_AND_GOVERNMENT = re.compile(r"、(?:人民)?政府")


def _coordinated(
    text: str, start: int, limit: int, *, lenient: bool, commas: bool, opening: bool
) -> tuple[list[str], int]:
    """Read names joined by 、 和 及 one after the other."""
    names: list[str] = []
    position = end = start
    while position < limit:
        begun = _class_head(text, position, limit)
        stop = unit_at(text, begun, limit, lenient=lenient, opening=opening)
        if stop is None and names and names[0].startswith("各"):
            stop = _bare_class(text, begun, limit)
        if stop is None:
            break
        both = _PARTY_AND_GOVERNMENT.match(text, stop, limit)
        if both and text[begun:stop].endswith("党委"):
            stop = both.end()
        names.append(text[begun:stop].replace(" ", ""))
        end = stop
        joint = _SEPARATOR.match(text, stop, limit)
        if not joint and commas:
            joint = _COMMA.match(text, stop, limit)
        if not joint:
            break
        position = joint.end()
    return names, end


_BARE_CLASS = re.compile("街道|社区|镇|乡|村|县|区|市|园区|部门|单位|科室|企业|学校")


def _bare_class(text: str, start: int, limit: int) -> int | None:
    """Read the 镇 of 各街道、镇."""
    match = _BARE_CLASS.match(text, start, limit)
    return match.end() if match and _closes_name(text, match.end(), limit) else None


# Short names after full ones: 区城管局、环卫、市政等部门.
_REST = re.compile(
    r"(?P<names>(?:[、和及][\u4e00-\u9fff]{2,8}?)+)等(?:多个|各)?(?:相关|有关|职能|责任|执法|行业|主管)*(?:部门|单位)"
)
_SHORT = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,6}(?:、[\u4e00-\u9fff]{2,6})+)等(?:多个|各)?(?:相关|有关|职能|责任|执法|行业|主管)*(?:部门|单位)"
)


def _short_names(text: str, start: int, limit: int) -> tuple[list[str], int]:
    """Read 公安、城管、交通等部门, whose names carry no suffix."""
    match = _SHORT.match(text, start, limit)
    if not match or _STOP.search(match["names"]):
        return [], start
    if any(part[:2] in ACTION_VERBS for part in match["names"].split("、")):
        return [], start
    return match["names"].split("、"), match.end()


def _class_head(text: str, start: int, limit: int) -> int:
    """Pass over 全区 before 各单位."""
    match = _CLASS_HEAD.match(text, start, limit)
    return match.end() if match else start


_REMARK = re.compile(r"\((?:含|包括|不含|下同|以下|原|排名|按|列第一|第一)[^()]*\)|,?下同")
_LIST_SEPARATOR = re.compile(
    r"[、,;/\n ]|(?<=[局委办部处会心队司院站街道])和|(?<=[局委办部处会心队司院站街道])及"
)
_LIST_NOISE = re.compile(
    r"^(?:由|请)|(?:牵头|负责|主责|配合|协助|落实|承办|具体负责|组织实施)$|(?:\(?(?:牵头|主办|主责|配合)(?:单位)?\)?)$"
)


def unit_list(text: str) -> list[str]:
    """Split the whole of a cell or of what follows 责任单位: into names."""
    text = re.sub(
        r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?: |$))", r"\1", text
    )
    text = _REMARK.sub("", text)
    names = []
    for part in _split_outside_brackets(text):
        name = _LIST_NOISE.sub("", part.strip(" .。:"))
        name = _ETC_END.sub("", name)
        name = re.sub(r"^全[市区县镇乡校](?=各|所有)", "", name)
        if 2 <= len(name) <= 30 and not name.isdigit():
            names += glued(name)
    return list(dict.fromkeys(names))


_ETC_END = re.compile(
    r"等(?:各)?(?:相关|有关|牵头|责任|职能|成员)*(?:部门|单位|科室)?$|(?<=[局委办部])等.*$"
)


def _split_outside_brackets(text: str) -> list[str]:
    depth, pieces, current = 0, [], ""
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        joint = _LIST_SEPARATOR.match(text, position) if depth <= 0 else None
        if joint:
            pieces.append(current)
            current = ""
        else:
            current += character
    return [*pieces, current]


@lru_cache(maxsize=4096)
def looks_like_units(text: str) -> bool:
    """Tell whether a stretch is nothing but unit names."""
    text = text.strip(" .。;")
    if not text or len(text) > 160 or text[0] in "、,":
        return False
    _, end = units_at(text, 0, len(text), commas=True)
    return end >= len(text)
