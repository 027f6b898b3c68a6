"""Lines that say nothing: mastheads, titles, salutations, signatures, annexes, site furniture."""

import re
from dataclasses import dataclass

from chuangcheng.ledger.extraction.segments import Line
from chuangcheng.ledger.extraction.units import looks_like_units

_BOILERPLATE = re.compile(
    r"^(?:首页|当前位置|来源|信息来源|作者|责任编辑|编辑|审核|发布(?:时间|日期|人)|时间:|日期:|浏览|点击|字号|字体|【?打印|上一[篇页条]|下一[篇页条]|版权|免责|"
    r"联系(?:电话|方式|人)|附件|http|www|相关阅读|最近更新|推荐|关键词|索引号|文号|主题词|分类|生成日期|公开日期|扫一扫|分享|关闭窗口|抄送|主办单位:|ICP)|"
    r"本文(?:关键词|简介|内容)|免责声明|版权所有|邮政编码|浏览次数|转载请"
)
_ANNEX = re.compile(r"附件[: ]*(?:1[.、:]|\S)")
_BLANKS = re.compile(r" {2,}")
_NUMERAL = re.compile(r"\d{1,2}(?=[.、 ])")
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,14} ?[\[(](?:20|19)\d{2}[\])] ?第?\d{1,4}号"
)
_NAMES_DOCUMENT = re.compile(
    r"(?:方案|通知|意见|规划|计划|要点|分解表|任务表|一览表|清单|细则|办法|总结|汇报|公告|通告|纪要|责任书|责任状)(?:\([^()]*\))?$"
)
_WRITES_DOCUMENT = re.compile(
    r"制[定订]|编制|出台|印发|上报|拟[定订]|报送|提交|完善|形成|修订|按照|签订|落实|贯彻|下发|执行|建立|梳理|发布|起草"
)
_SALUTATION_NEXT = re.compile(r"为|根据|按照|现将|经|遵照|近|依据|日前|《|请")
_SIGNED = re.compile(
    r"(?P<name>[^,。:;\d]{2,40}?) *(?:20|19|二)[\d〇○零一二]{2,3}年\S{1,3}月\S{1,3}日$"
)


_LONGEST_SIGNATURE = 60
_FURNITURE = 120  # a longer line holds text, whatever it begins with


@dataclass(slots=True)
class Margins:
    """Knows the lines around a document's text, and where a list of annexes stands."""

    text: str
    title: str
    annex: int = 0

    def hold(self, line: Line, following: Line | None, *, opening: bool) -> bool:
        """Tell whether a line belongs to the margins."""
        words = self.text[line.start : line.end]
        return bool(
            words == self.title
            or signed(self.text, line)
            or titles(self.text, line)
            or self._annexed(line, words)
            or (_BOILERPLATE.search(words[:60]) and len(words) <= _FURNITURE)
            or (opening and self._opens(line, following))
        )

    def signs(self, start: int, end: int) -> bool:
        """Tell the hand and date behind the last sentence of a text without lines."""
        words = _BLANKS.sub(" ", self.text[start:end].strip(" 。"))
        if len(words) > _LONGEST_SIGNATURE or self.text[end : end + 60].strip():
            return False
        match = _SIGNED.match(words)
        return bool(match and looks_like_units(match["name"]))

    def _opens(self, line: Line, following: Line | None) -> bool:
        return masthead(self.text, line, following) or salutation(
            self.text, line, following
        )

    def _annexed(self, line: Line, words: str) -> bool:
        """Pass over 附件:1.…, 2.…, the names of what is attached."""
        if _ANNEX.match(words) and len(words) <= _FURNITURE:
            self.annex = 1
            return True
        listed = self.annex > 0 and attached(self.text, line, self.annex + 1)
        self.annex = self.annex + 1 if listed else 0
        return listed


def signed(text: str, line: Line) -> bool:
    """Tell 某某人民政府办公室 2015年3月12日, the hand and date of a document."""
    words = _BLANKS.sub(" ", text[line.start : line.end])
    if len(words) <= 60 and looks_like_units(words) and foots(text, line):
        return True
    match = _SIGNED.match(words)
    return bool(match and looks_like_units(match["name"]))


def masthead(text: str, line: Line, following: Line | None) -> bool:
    """Tell the issuing body above its title, and the number of the document."""
    words = text[line.start : line.end]
    if _DOCUMENT_NUMBER.fullmatch(words):
        return True
    if not following or not looks_like_units(words):
        return False
    below = text[following.start : following.end]
    return bool(
        below.startswith("关于")
        or _DOCUMENT_NUMBER.match(below)
        or (_NAMES_DOCUMENT.search(below) and following.level == 0)
    )


def titles(text: str, line: Line) -> bool:
    """Tell a line that is nothing but the name of a document."""
    words = text[line.start : line.end].rstrip("】")
    return bool(
        line.level == 0
        and 6 <= len(words) <= 50
        and _NAMES_DOCUMENT.search(words)
        and not _WRITES_DOCUMENT.search(words)
        and not any(mark in words for mark in ",;。:")
    )


def attached(text: str, line: Line, following: int) -> bool:
    """Tell the second and later names of a list of annexes."""
    words = text[line.body : line.end]
    numeral = _NUMERAL.match(text, line.start, line.end)
    return numeral is not None and int(numeral[0]) == following and words[-1:] not in "。;"


def foots(text: str, line: Line) -> bool:
    """Tell the issuing body at the foot or under the title, followed by a date."""
    after = text[line.end : line.end + 120].strip()
    if not after:
        return True
    return bool(re.match(r"(?:20|19|二)[\d〇○零一二]{2,3}[年.\-]", after))


def salutation(text: str, line: Line, following: Line | None) -> bool:
    """Tell 各街道、各部门: at the head of a notice."""
    words = text[line.start : line.end]
    if not words.endswith(":") or not following:
        return False
    after = text[following.body : following.end]
    return bool(_SALUTATION_NEXT.match(after)) and (
        looks_like_units(words[:-1]) or "各" in words or "同志" in words
    )
