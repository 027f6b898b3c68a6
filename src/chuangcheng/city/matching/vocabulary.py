"""The words of official unit names: fields of work, forms of bodies, names before the reforms.

Each line of `_FIELDS` is one field of work: its usual abbreviation first, then the longer or
older ways to write the same. A name that no line covers is still matched by the general
subsequence rule in `ranking`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FIELDS = """
住建 住房和城乡建设 住房城乡建设 住房与城乡建设 住房建设 城乡建设
城管 城市管理 城市综合管理 城乡管理 城市和乡村管理
执法 综合行政执法 综合执法 行政执法 执法监察 执法监督
发改 发展和改革 发展改革 发展与改革
工信 工业和信息化 工业信息化 工业与信息化 经信 经济和信息化 经济信息化 经济与信息化
科技 科学技术 科学和技术
教体 教育和体育 教育体育
教育
体育
民政
司法
财政
审计
统计
公安
国安 国家安全
人社 人力资源和社会保障 人力资源社会保障 人力社保 人力资源与社会保障
自然资源 自然资源管理
规划
规自 规划和自然资源 规划自然资源 规划与自然资源 自然资源和规划 自然资源规划 自规
生态环境
交通 交通运输
水利 水务
农业农村 农业和农村 农村农业
乡村振兴
商务
文旅 文化和旅游 文化旅游 文化与旅游 文化旅游发展
文广旅 文化广电和旅游 文化广电旅游 文广旅游
文体旅 文化体育和旅游 文化旅游体育 文化体育旅游 文化和旅游体育 文旅体 文体广旅 文化广电旅游体育
卫健 卫生健康
退役军人 退役军人事务
应急 应急管理
市监 市场监督管理 市场监管 市场监督
国资 国有资产监督管理 国有资产管理 国有资产监管
金融 地方金融监督管理 地方金融监管 金融工作 金融监管 金融服务
医保 医疗保障
政务服务 政务服务管理 行政审批服务 政务服务和数据管理 政务服务数据管理 政务
行政审批 行政审批管理
大数据 大数据管理 大数据发展管理 大数据发展
信访 信访工作
机关事务 机关事务管理 机关事务服务 机关管理
人防 人民防空 国防动员
园林绿化 园林和绿化 园林 园林绿化管理 园林绿化服务 绿化
林草 林业和草原 林业草原
林业
粮储 粮食和物资储备 粮食物资储备
气象
税务
消防 消防救援 公安消防
交警 交通支队 交通大队 交通警察 公安交通管理 交通管理 公安交警
治安 治安管理
民宗 民族宗教事务 民族宗教 民族和宗教事务 民族与宗教
民族 民族事务
外事 外事侨务
档案 档案管理
地震 防震减灾
房管 房屋管理 住房保障和房产管理 房产管理 住房保障 房地产管理 房屋征收
公积金 住房公积金 住房公积金管理
环卫 环境卫生 环境卫生管理 环境卫生服务 环卫服务 环卫管理
市政 市政管理 市政公用 市政设施管理 市政工程 市政设施
疾控 疾病预防控制 疾病控制
爱卫 爱国卫生运动 爱国卫生
融媒体 融媒
志愿服务 志愿者 志愿服务指导
新时代文明实践 文明实践
文明 精神文明建设指导委员会 精神文明建设委员会 精神文明建设指导 精神文明建设 文明建设 精神文明
创城 创建全国文明城市 创建文明城市 创建全国文明城区 创建文明城区 创建全国文明典范城市 文明城市创建 全国文明城市创建 创文 文明创建
创卫 创建国家卫生城市 创建国家卫生城区 创建卫生城市 国家卫生城市创建
创森 创建国家森林城市 创建森林城市 国家森林城市创建
创食 创建国家食品安全示范城市 食品安全示范城市创建 创建食品安全示范城市
创模 创建国家环境保护模范城市 创建环保模范城市
双创
食安 食品安全 食品安全委员会
组织
宣传
统战 统一战线工作 统战工作
政法
网信 网络安全和信息化委员会 网络安全和信息化 网络信息
编办 机构编制委员会办公室
机关工委 直属机关工作委员会 直属机关工委 直机关工委 区直机关工作委员会 区直机关工委 直工委
老干部 离退休干部
党校 行政学校 行政学院
巡察 巡察工作
纪委 纪律检查委员会监察委员会 纪委监委 纪委区监委 纪委市监委 纪委县监委 纪律检查委员会 监察委员会 监委 纪检监察
人大 人民代表大会常务委员会 人大常委会 人民代表大会 人大常务委员会
政协 政治协商会议 人民政治协商会议
法院 人民法院
检察院 人民检察院
人武 人民武装
总工会 工会 职工总工会
妇联 妇女联合会
残联 残疾人联合会
工商联 工商业联合会
文联 文学艺术界联合会
科协 科学技术协会
红会 红十字会
侨联 归国华侨联合会
社科联 社会科学界联合会 社会科学联合会
关工委 关心下一代工作委员会
老龄 老龄工作委员会 老龄工作
慈善 慈善总会
招商 招商引资 投资促进 经济合作
史志 党史和地方志 党史地方志 地方志 党史
供销 供销合作社联合社 供销合作社 供销合作联社 供销社
烟草 烟草专卖
邮政 邮政管理
供电 国家电网供电 电力
供水 自来水
燃气
公交 公共交通 公共汽车
轨道 轨道交通
城投 城市建设投资 城市投资 建设投资
城发 城市发展 城市建设发展
电信 中国电信
移动 中国移动
联通 中国联通
铁塔 中国铁塔
广电网络 有线电视 广播电视网络 广电传媒网络
广播电视 广播电视台 广电
博物
图书
文化馆 群众艺术馆
青少年宫 青少年活动 青少年
网格 网格化服务管理 网格化管理 网格化 社会治理网格化
城管监督 城市管理监督指挥 城管监督指挥 数字化城市管理 数字城管 数字化城管 城市管理指挥 城市运行管理
不动产 不动产登记
殡葬 殡葬管理
救助 救助管理
社会组织
社会工作
运输 道路运输 运输管理 道路运输管理
公路 公路事业发展 公路管理 公路养护
河长 河长制
农办 委农村工作领导小组 农村工作领导小组 农村工作
""".strip()

# Fields that have a body of their own under one name and are still part of a wider one:
# 规划局 may be meant by 规划和自然资源局, 教育局 by 教育和体育局.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "教体": ("教育", "体育"),
    "规自": ("规划", "自然资源"),
    "文广旅": ("文旅", "广播电视"),
    "文体旅": ("文旅", "体育"),
}


@dataclass(frozen=True, slots=True)
class Succession:
    """A body that a reform renamed or merged: who took over, and since when."""

    fields: tuple[str, ...]
    year: int


# Names that older papers still use. Years are those of the reform plans: State Council reforms
# of 2008 and 2013, 深化党和国家机构改革方案 of March 2018 (districts followed until spring 2019),
# the rural revitalisation bodies of 2021 and 党和国家机构改革方案 of 2023.
OLD_NAMES: Mapping[str, Succession] = {
    "建设": Succession(("住建",), 2008),
    "建": Succession(("住建",), 2008),
    "人事": Succession(("人社",), 2008),
    "劳动": Succession(("人社",), 2008),
    "劳动和社会保障": Succession(("人社",), 2008),
    "经贸": Succession(("工信", "商务"), 2008),
    "经济贸易": Succession(("工信", "商务"), 2008),
    "计生": Succession(("卫健",), 2013),
    "人口计生": Succession(("卫健",), 2013),
    "人口和计划生育": Succession(("卫健",), 2013),
    "新闻出版": Succession(("宣传", "文旅", "文广旅"), 2013),
    "环保": Succession(("生态环境",), 2018),
    "环境保护": Succession(("生态环境",), 2018),
    "国土": Succession(("自然资源", "规自"), 2018),
    "国土资源": Succession(("自然资源", "规自"), 2018),
    "规划": Succession(("规自", "自然资源"), 2018),
    "城乡规划": Succession(("规自", "自然资源"), 2018),
    "农业": Succession(("农业农村",), 2018),
    "农": Succession(("农业农村", "农办"), 2018),
    "农牧": Succession(("农业农村",), 2018),
    "农林": Succession(("农业农村",), 2018),
    "农牧林业": Succession(("农业农村",), 2018),
    "畜牧": Succession(("农业农村",), 2018),
    "农村工作": Succession(("农业农村",), 2018),
    "卫生": Succession(("卫健",), 2018),
    "卫计": Succession(("卫健",), 2018),
    "卫生和计划生育": Succession(("卫健",), 2018),
    "工商": Succession(("市监",), 2018),
    "工商行政管理": Succession(("市监",), 2018),
    "质监": Succession(("市监",), 2018),
    "质量技术监督": Succession(("市监",), 2018),
    "食药监": Succession(("市监",), 2018),
    "食药": Succession(("市监",), 2018),
    "食品药品监督管理": Succession(("市监",), 2018),
    "物价": Succession(("市监", "发改"), 2018),
    "知识产权": Succession(("市监",), 2018),
    "文化": Succession(("文旅", "文广旅", "文体旅"), 2018),
    "旅游": Succession(("文旅", "文广旅", "文体旅"), 2018),
    "旅游发展": Succession(("文旅", "文广旅", "文体旅"), 2018),
    "文广新": Succession(("文旅", "文广旅", "文体旅"), 2018),
    "文体": Succession(("文旅", "文体旅"), 2018),
    "文化体育": Succession(("文旅", "文体旅"), 2018),
    "文广": Succession(("文旅", "文广旅"), 2018),
    "安监": Succession(("应急",), 2018),
    "安全生产监督管理": Succession(("应急",), 2018),
    "国税": Succession(("税务",), 2018),
    "地税": Succession(("税务",), 2018),
    "国家税务": Succession(("税务",), 2018),
    "地方税务": Succession(("税务",), 2018),
    "法制": Succession(("司法",), 2018),
    "粮食": Succession(("粮储", "发改"), 2018),
    "双拥": Succession(("退役军人",), 2018),
    "林业": Succession(("林草", "自然资源", "规自", "园林绿化"), 2018),
    "监察": Succession(("纪委",), 2018),
    "侨务": Succession(("统战",), 2018),
    "扶贫": Succession(("乡村振兴", "农业农村"), 2021),
    "扶贫开发": Succession(("乡村振兴", "农业农村"), 2021),
    "乡村振兴": Succession(("农业农村",), 2023),
    "地方金融": Succession(("金融",), 2023),
}

# Said alone these words tell nothing about the field of work; they weigh little in a comparison.
FILLERS = frozenset("和与及的管理事业发展服务工作综合行政人民全国总事务领导小组指挥部局")

_PARTICLES = re.compile("[和与及的]")
_FIRST_MARK = 0xE000  # private use area: one character stands for one field of work


def _table() -> tuple[dict[str, str], dict[str, str]]:
    marks: dict[str, str] = {}
    names: dict[str, str] = {}
    for number, line in enumerate(_FIELDS.splitlines()):
        words = line.split()
        mark = chr(_FIRST_MARK + number)
        names.setdefault(words[0], mark)
        for word in words:
            marks.setdefault(word, names[words[0]])
    return marks, names


_MARKS, _MARK_OF = _table()
_WORDS = re.compile("|".join(sorted(map(re.escape, _MARKS), key=len, reverse=True)))
_PARTS_OF = {
    _MARK_OF[whole]: "".join(_MARK_OF[part] for part in parts)
    for whole, parts in _PARTS.items()
}


def mark_of(field: str) -> str:
    """Return the one character that stands for a field named by its abbreviation."""
    return _MARK_OF[field]


def marked(stem: str) -> str:
    """Write a stem with one character for every known field of work, particles left out."""
    return unparticled(_WORDS.sub(lambda found: _MARKS[found.group()], stem))


def unparticled(text: str) -> str:
    """Leave out 和, 与, 及 and 的, which papers write or not as they like."""
    return _PARTICLES.sub("", text)


def opened(marks: str) -> str:
    """Write merged fields as their parts: 教体 as 教育 and 体育."""
    return "".join(_PARTS_OF.get(mark, mark) for mark in marks)


def is_mark(character: str) -> bool:
    return "\ue000" <= character <= "\uf8ff"


def weight(marks: str) -> float:
    """Tell how much a marked stem says: fields two, other characters one, fillers a little."""
    return sum(2.0 if is_mark(c) else 0.2 if c in FILLERS else 1.0 for c in marks)
