"""Tell that a unit opening a clause is its subject though no known verb follows it."""

import re

# 区住建局动态清零, 市城管局清掏: a name that can be nothing else needs no verb we know.
_WELL_FORMED = re.compile(
    r"(?:(?:各[区县市镇乡]|[\u4e00-\u9fff]{0,3}[省市区县旗镇乡](?!场|政|容|民|域|间|中心)|各)[\u4e00-\u9fff]{0,10}?)"
    r"(?:局|委员会|管委会|办公室|指挥部|办事处|政府|支队|大队|集团|公司)"
)
# What makes the name part of a longer noun: 区政府门前, 市教育局网站, 县公安局交通….
_NOUN_FOLLOWS = re.compile(
    r"[的内外里上下前后旁侧原所属驻楼院牌网站机门\d]|干部|民警|人员|职工|领导|主要|党|官方|公众|微信|微博|周边|附近|路段|办公|文件|印发的|号|分局|数据|系统|工作|电话|热线|信箱|会议|名义|意见|专[班员家]|负责人|同志|至|到"
)
# 区住建局刘某某 is somebody in the room.
_SHORTEST_PREDICATE = 4
_PERSON = re.compile(r"[\u4e00-\u9fff]{1,2}[X×]|[\u4e00-\u9fff]某")
# Roles that own what they do, and whose names hold a verb or a place.
ROLE = re.compile(
    r"(?:村级|乡级|镇级|各村|各级)?(?:管水员|护林员|保洁员|网格员|巡河员|值日生)|食堂管理员|(?:各)?乡镇长"
)


def stands_as_subject(text: str, start: int, end: int, limit: int) -> bool:
    """Tell whether a well-formed name at the start of a clause is followed by its predicate."""
    if end >= limit or not _WELL_FORMED.fullmatch(text, start, end):
        return False
    following = text[end : min(limit, end + _SHORTEST_PREDICATE)]
    if len(following) < _SHORTEST_PREDICATE or _PERSON.match(following):
        return False
    return "\u4e00" <= following[:1] <= "\u9fff" and not _NOUN_FOLLOWS.match(text, end)
