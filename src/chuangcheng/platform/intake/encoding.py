"""Bytes into text, for files that do not say how they were written."""

import codecs

from chuangcheng.platform.intake.refusals import UnknownEncoding, called

# UTF-32 first: its mark begins with that of UTF-16.
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
GUESSES = ("gb18030", "big5hkscs")
# Written so often in official Chinese, in either script, that a wrong decoding lacks them.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
    "过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都"
    "两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重"
    "新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知"
    "较将组见计别她手角期根论运农指六九七八万百千市区县省镇乡街办局委科厅处院校站所网格"
    "负责任落完成底牵头配合单位创城文明整治推进加强做好服务环境卫生交通宣传教育志愿检查督导考核"
    "测评目标措施时限附件通知方案会议讲话同志们领导小组确保提升维护秩序安全设施居住小区广场公园"
    "個國們來時對會發動過說種後學經進著電裡現實量兩體機當點從業應開還義間樣關線內數質氣變條沒"
    "結解問無係軍題黨產展員總設長頭資邊級圖統較將組見計別論運農萬縣鎮鄉辦處網負責務環衛傳"
    "檢導標議講領護優創進強環評"
)
UNSPOKEN = frozenset("、，。；：？！“”‘’（）《》〈〉【】—…·　％－～")
# An honest page has a third to a half of such characters, a wrongly decoded one a tenth.
READABLE = 0.3
# A longer text may hold one bad byte in a thousand and still be worth reading.
STRAY_SHARE = 0.001
REPLACEMENT = "\ufffd"
SAMPLE = 20_000


def decode(raw: bytes, *, name: str = "") -> str:
    """Turn bytes into text, trying the encodings Chinese offices use.

    Marks are believed; then UTF-8, which proves itself; then GB18030 and Big5, of which the
    one that reads more like Chinese is taken. Line ends become ``\\n``.

    Raises:
        UnknownEncoding: no encoding gives readable text.
    """
    text = _marked(raw)
    if text is None:
        text = _strict(raw, "utf-8")
    if text is None:
        text = _guessed(raw)
    if text is None:
        raise UnknownEncoding(
            f"{called(name)}的文字编码无法识别，请用记事本或 WPS 打开后"
            "另存为 UTF-8 编码再上传。"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marked(raw: bytes) -> str | None:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding)
    return None


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guessed(raw: bytes) -> str | None:
    readings = [raw.decode(encoding, errors="replace") for encoding in GUESSES]
    # A UTF-8 text with one damaged byte also comes here, and must not be read as GB18030.
    readings.insert(0, raw.decode("utf-8", errors="replace"))
    readable = [text for text in readings if _has_few_strays(text)]
    best = max(readable, key=_likeness, default=None)
    return best if best is not None and _likeness(best) >= READABLE else None


def _has_few_strays(text: str) -> bool:
    return text.count(REPLACEMENT) <= STRAY_SHARE * len(text)


def _likeness(text: str) -> float:
    """Tell how much of what is not ASCII is everyday Chinese, from 0 to 1."""
    spoken = [each for each in text[:SAMPLE] if each > "\x7f" and each not in UNSPOKEN]
    if not spoken:
        return 0.0
    return sum(each in COMMON for each in spoken) / len(spoken)
