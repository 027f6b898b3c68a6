"""The headings of a document, and what each lays on everything under it."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from chuangcheng.ledger.extraction.dates import Calendar, deadlines, number
from chuangcheng.ledger.extraction.drafts import NOBODY, Draft
from chuangcheng.ledger.extraction.owners import Owners


class Zone(StrEnum):
    """What kind of talk stands under a heading."""

    TASKS = "TASKS"
    RESULTS = "RESULTS"
    FRAME = "FRAME"


_RESULTS = re.compile(
    r"(?:工作|进展|完成|基本|主要|创建|活动|开展|总体|推进|落实|整改|有关|具体)(?:情况|成效|成绩|成果)|回顾|总结$|(?:基本)?现状|工作背景|^[^,]{0,6}背景$|基本概况|(?:村|区|镇|县)情|亮点|主要做法|存在(?:的)?(?:主要)?(?:问题|不足|差距|困难)|"
    r"问题(?:和|与|及)?(?:不足|困难|原因|差距)|不足之处|原因分析|形势|取得.{0,8}(?:成效|成绩|进展)|^[^,]{0,12}(?:不断|持续|明显|显著|有序|扎实|稳步)(?:夯实|优化|提[高升]|改善|增强|推进|完善|加强|深化)$|情况(?:汇报|通报)?$"
)
_FUTURE = re.compile(
    r"下一?(?:步|阶段)|打算|计划|安排|措施|建议|思路|重点工作|重点任务|任务|明年|目标|要求|对策|整改方向|努力方向|部署"
)
_FRAME = re.compile(
    r"指导思想|总体要求|基本原则|工作原则|活动主题|活动目的|目的意义|重要意义|组织机构|(?:成立|组建)?领导小组$|评分|评比标准|考核(?:办法|标准|分值|内容)|计分|活动地点|参加人员|(?:活动|实施|整治|观摩|参加|参与|评选|服务|检查)(?:对象|范围|人员)|活动意义|\(\d+分\)"
)
_REPORT_TITLE = re.compile(
    r"汇报|总结|情况(?:的)?(?:报告|通报|说明)|述职|工作报告|侧记|纪实|做法$|经验|自查报告|成效"
)
_STAGE = re.compile(r"阶段|步骤|时间安排|第[一二三四]步|时段")
_PERIOD_ONLY = re.compile(
    r"(?:20\d{2}年)?(?:\d{1,2}月(?:份|上旬|中旬|下旬|底)?(?:\d{1,2}日)?(?:(?:-|—|–|~|至|到)+(?:20\d{2}年)?(?:\d{1,2}月(?:份|上旬|中旬|下旬|底)?)?(?:\d{1,2}日)?)?|第?[一二三四]季度|[上下]半年)[::]?"
)
_MONTH_ONLY = re.compile(
    r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:工作(?:安排|任务|计划|重点)?|任务)?"
)
_LONGEST_STAGE = 60
# 宣传发动, 集中整治: what stages are called.
STAGE_NAME = re.compile(
    r"(?:为|是)?(?:宣传|动员|发动|部署|启动|准备|筹备|摸底|调查|排查|自查|自纠|集中|全面|组织|实施|推进|整治|整改|攻坚|专项|深入|深化|巩固|提升|"
    r"总结|验收|评估|检查|考核|表彰|迎检|迎接|长效|常态|落实|督导|完善|提高|创建|申报|见效|行动|冲刺|查漏|补缺|开展|治理|学习|教育|培训|规范|建设|管理|回头看|[、和与及]|阶段|活动|工作)+"
)
_MOMENT = (
    r"(?:20\d{2}年)?\d{1,2}月(?:份|底|初|末|[上中下]旬)?(?:\d{1,2}[日号])?(?:前|开始)?"
)
_SPAN = rf"(?:时间)?[为:]?(?:自|从)?{_MOMENT}(?:起)?(?: ?(?:-|—|–|~|至|到)+ ?(?:20\d{{2}}年|次年|明年)?(?:\d{{1,2}}月(?:份|底|初|末|[上中下]旬)?)?(?:\d{{1,2}}[日号])?)?(?:止|为止|结束)?"
_STAGE_TITLE = re.compile(
    rf"(?:{_SPAN}[,:为是 ]*)?(?P<ordinal>第[一二三四五六]\s*(?:个)?(?:阶段|步))?[ :、,—-]*(?P<name>[^,。;:()\d]{{0,18}}?)[ :,]*"
    rf"(?P<bracket>\([^()]{{0,4}}{_SPAN}[^()]{{0,3}}\))?[ :,]*(?P<name2>[^,。;:()\d]{{0,10}}?阶段)?[:,为 ]*(?:{_SPAN})?"
)
_IN_BRACKETS = re.compile(r"\(([^()]{3,40})\)")


@dataclass(slots=True)
class Node:
    """A heading in force."""

    level: float
    title: str = ""
    zone: Zone | None = None
    owners: Owners = NOBODY
    stage: date | None = None
    month: int | None = None
    year: int | None = None
    drafts: list[Draft] = field(default_factory=list)


class Outline:
    """The stack of headings above the line being read."""

    def __init__(self, title: str) -> None:
        report = bool(_REPORT_TITLE.search(title)) and not re.search(
            r"方案|通知|要点|讲话|分工|分解|意见", title
        )
        self.nodes = [Node(0, zone=Zone.RESULTS if report else Zone.TASKS)]

    def open(self, level: float, title: str = "") -> Node:
        """Close what is as deep or deeper, and open a heading."""
        while len(self.nodes) > 1 and self.nodes[-1].level >= level:
            self.nodes.pop()
        node = Node(level, title, zone=zone_of(title), year=_year_of(title))
        self.nodes.append(node)
        return node

    @property
    def path(self) -> tuple[str, ...]:
        """Return the headings in force, outermost first."""
        return tuple(node.title for node in self.nodes if node.title)

    @property
    def year(self) -> int | None:
        """Return the year a heading speaks of."""
        return next((n.year for n in reversed(self.nodes) if n.year), None)

    @property
    def month(self) -> int | None:
        """Return the month a heading names, in which 15日前 falls."""
        return next((n.month for n in reversed(self.nodes) if n.stage), None)

    @property
    def zone(self) -> Zone:
        """Return the kind of talk in force."""
        return next(node.zone for node in reversed(self.nodes) if node.zone is not None)

    @property
    def owners(self) -> Owners:
        """Return the owner a heading names for everything under it."""
        return next((n.owners for n in reversed(self.nodes) if n.owners.lead), NOBODY)

    @property
    def stage(self) -> date | None:
        """Return the end of the stage in force."""
        return next((n.stage for n in reversed(self.nodes) if n.stage), None)


_YEAR = re.compile(r"(?<!\d)(20\d{2})年")


def _year_of(title: str) -> int | None:
    found = _YEAR.findall(title)
    return int(found[0]) if len(found) == 1 else None


def zone_of(title: str) -> Zone | None:
    """Tell results and frame from tasks by the words of a heading."""
    if not title:
        return None
    if _FRAME.search(title):
        return Zone.FRAME
    if _FUTURE.search(title):
        return Zone.TASKS
    return Zone.RESULTS if _RESULTS.search(title) else None


def month_of(words: str) -> int | None:
    """Return the month that a heading names and nothing else: 九月份, 3月工作安排."""
    match = _MONTH_ONLY.fullmatch(words.strip(" :,。"))
    month = number(match["m"]) if match else 0
    return month if 1 <= month <= 12 else None


def stage_title(words: str, now: Calendar) -> date | None:
    """Return the end of the stage that words name and do nothing but name."""
    if len(words) > _LONGEST_STAGE:
        return None
    match = _STAGE_TITLE.fullmatch(words.strip(" 。:;,"))
    if not match or not (match["ordinal"] or "阶段" in words or match["bracket"]):
        return None
    free = match["name"] or ""
    if not match["bracket"] and free and not STAGE_NAME.fullmatch(free.strip("为是,: ")):
        return None
    return stage_end(words, now, heading=True)


def stage_end(words: str, now: Calendar, *, heading: bool) -> date | None:
    """Return the end of the period that words lay on what follows."""
    bare = words.strip(" :,。")
    period_only = _PERIOD_ONLY.fullmatch(bare) or month_of(bare)
    bracket = _IN_BRACKETS.search(words) if heading else None
    if not (period_only or _STAGE.search(words) or bracket):
        return None
    found = [one for one in deadlines(words, now) if one.on]
    if period_only and "日" in bare and not any(one.period for one in found):
        return None
    if not found or (
        bracket and not _STAGE.search(words) and not _is_period(bracket[1], now)
    ):
        return None
    periods = [one for one in found if one.period]
    return (periods or found)[-1].on


def _is_period(words: str, now: Calendar) -> bool:
    found = deadlines(words, now)
    covered = sum(one.end - one.start for one in found)
    return bool(found) and covered >= len(words) - 4
