"""Name what a figure counts: the noun after its measure word, or the one before its verb."""

import re

from chuangcheng.ledger.extraction import dates

_LONGEST = 24
_NO_YEAR = dates.Calendar(2000)
_END = re.compile(
    r"[,;。、:()\s”\"]|和|及|与|以上|以下|的(?:目标|要求|任务|标准|工作)|达到|达|不少于|建立|实现|开展|进行|完成|参加|接受|通过|纳入|得到|每[天日周月季年]|逐一|逐个|全部|实行"
)
_WORK = r"(?:创建|整治|改造|建设|提升|治理|整改|落实|工作|工程|任务|新建|修缮|维修|更新|扩建|改建|建成|清理|清零|覆盖|标准化|提质|升级|硬化|亮化|绿化改造|验收|评选)"
_HEAD = re.compile(r"^(?:市级|区级|县级|的|以上|左右)+")
_TAIL = re.compile(rf"(?:以上的|{_WORK}|等|要|应|须|均|都)+$")
_POSSESSIVE = re.compile(
    r"^(?P<owner>[\u4e00-\u9fff“”]{1,8})的(?P<thing>[\u4e00-\u9fff“”]+)"
)
_MODIFIER = re.compile(
    r"符合|达标|存在|具有|具备|问题|重点|新|突出|优秀|合格|满|未|有|无|不"
)
_SUBJECT = re.compile(r"([\u4e00-\u9fffA-Za-z“”\"·]{2,34})$")
_VERBS = (
    "使|确保|力争|实现|保证|要求|争取|全市|全县|全区|全镇|全年|完成|新建|改造|建成|打造|创建|提升|组织|开展|刊发|举办|配备|购置|新增|发放|印发|将|达到|"
    "牵头|负责|推动|更换|清理|整治|培育|选树|安装|设置|设立|增设|建设|栽植|储备|新改建|推进|组建|招募|改建|扩建|拆除|取缔|淘汰|治理|修复|疏通|走访|检查|慰问|培训|评选|推荐|受理|查处|悬挂|张贴|播放|刊播|制作|投放"
)
_STRIP = re.compile(rf"^.*(?:{_VERBS}|要(?!求)|应(?!急)|须)(?=[\u4e00-\u9fff“]{{2}})")
_VERB_ONLY = re.compile(rf"(?:{_VERBS}|不少于|至少|人数|数量)+$")
_SUBJECT_END = re.compile(
    r"(?:需要|要|应|须|均|都|全部|能|分别|平均|原则上|累计|总数|总量|合计|力争|确保|控制|不少|至少|共|约|每年|每月|每周)+$"
)
_TOWARDS = re.compile(
    r"对(?P<thing>[\u4e00-\u9fff“”、]{2,20}?)(?:逐一|逐个|逐户|进行|开展|实施|全面|集中|每)"
)
_QUOTED = re.compile(r"[“\"]([^”\"]{1,20})")


def counted(after: str) -> str:
    """Read the noun behind the measure word: 20个村的户厕 counts 村."""
    after = after.lstrip("的")
    if after.startswith(("“", '"')):
        return _quoted(after)
    possessive = _POSSESSIVE.match(after)
    if possessive:
        owner = possessive["owner"]
        after = possessive["thing"] if _MODIFIER.match(owner) else owner
    end = _END.search(after)
    noun = after[: end.start()] if end else after
    return _plain(noun)


def subject(before: str) -> str:
    """Read the noun before the figure: 注册志愿者人数占比达到15% measures 注册志愿者人数占比."""
    before = _after_times(before)
    match = _SUBJECT.search(_SUBJECT_END.sub("", before))
    if not match:
        return ""
    noun = _STRIP.sub("", match[1])
    noun = "" if _VERB_ONLY.fullmatch(noun) else noun
    return _balanced(_TAIL.sub("", noun) if len(noun) > 4 else noun)[-_LONGEST:]


def worked_upon(phrase: str) -> str:
    """Read 沿街门店 in 对沿街门店逐一检查, for a figure that names no noun itself."""
    match = _TOWARDS.search(phrase)
    if match:
        return match["thing"]
    quoted = _QUOTED.search(phrase)
    return quoted[1] if quoted else ""


def _quoted(after: str) -> str:
    close = re.search('[”"]', after[1:])
    if not close:
        return ""
    stop = close.end() + 1
    noun = re.match(r"[\u4e00-\u9fff]{0,6}", after[stop:])
    tail = noun[0] if noun else ""
    end = _END.search(tail)
    tail = _TAIL.sub("", tail[: end.start()] if end else tail)
    return after[:stop] + tail if tail else after[1 : stop - 1]


def _plain(noun: str) -> str:
    shorter = _TAIL.sub("", _HEAD.sub("", noun))
    return _balanced(shorter or noun)[:_LONGEST]


def _after_times(before: str) -> str:
    """Leave the times at the head of a clause behind."""
    comma = max(before.rfind(mark) for mark in ",;。:")
    before = before[comma + 1 :]
    stops = [one.end for one in dates.deadlines(before, _NO_YEAR)]
    return before[max(stops) :] if stops else before


def _balanced(noun: str) -> str:
    """Drop a quote that has lost its partner."""
    if noun.count("“") != noun.count("”") or noun.count('"') % 2:
        return noun.replace("“", "").replace("”", "").replace('"', "")
    return noun
