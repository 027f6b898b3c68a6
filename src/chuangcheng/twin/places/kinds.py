"""The kinds of places as a table: how many a city of 800,000 has, where they lie, who answers, their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """The surroundings in which a kind of place is found."""

    MAIN_ROAD = "main"
    SIDE_ROAD = "side"
    CROSSING = "crossing"
    # Where people live most thickly.
    CENTRE = "centre"
    TOWN = "town"
    # In a town or at the seat of a town out in the country.
    SETTLED = "settled"
    EDGE = "edge"
    COUNTRY = "country"
    RIVER = "river"
    # One for each region of a kind, at its middle.
    DISTRICT_SEAT = "district"
    STREET_SEAT = "street"
    RURAL_SEAT = "rural"
    COMMUNITY_SEAT = "community"
    VILLAGE_SEAT = "village"
    # Nowhere in particular.
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    name: str
    # In a city of 800,000.
    count: int
    where: Where
    # Whose it is: a community, a street, or a department's word in `answering`.
    owners: Sequence[str]
    patterns: Sequence[str]


# {c} community, {s} street, {r} road, {x} the road that crosses, {f} {t} the roads from and to,
# {w} a word, {k} the street's school, {d} district, {h} the same without 区 or 县, {n} a number, {b} a bus line.
_TABLE = """
PT01|主干道|34|main|城管 街道|{r}（{f}至{t}段）
PT02|次干道|52|side|城管 街道|{r}（{f}至{t}段）
PT03|商业大街|14|centre|商务 街道|{w}商业街 {c}步行街 {s}商业街
PT04|背街小巷|110|town|街道 社区|{c}巷 {c}一巷 {c}二巷 {w}巷 {w}胡同 {w}里
PT05|主要交通路口|52|crossing|交警|{r}与{x}交叉口
PT06|居民小区|140|town|社区 住建|{w}花园 {w}家园 {w}名都 {w}雅苑 {w}新城 {w}华府 {w}嘉园
PT07|老旧小区|76|town|社区 街道|{c}小区 纺织厂{w}家属院 {w}住宅小区 {c}家属院 供销社{w}宿舍 {w}里小区
PT08|社区|84|community|社区|{c}社区
PT09|社区综合文化服务中心|36|community|社区|{c}社区综合文化服务中心
PT10|街道办事处|22|street|街道|{s}街道办事处
PT11|街道(乡镇)综合文化站|20|street|街道|{s}综合文化站
PT12|农贸市场|38|settled|市场监管|{s}农贸市场 {c}农贸市场 {w}农贸市场 {w}菜市场
PT13|商场超市|32|town|商务|{w}购物广场 {w}百货商场 万家福超市{c}店 惠民超市{c}店
PT14|宾馆饭店|26|town|文旅|{w}大酒店 {w}宾馆 {w}国际酒店 {c}商务酒店
PT15|餐饮店|44|town|市场监管|{w}饭店 {w}酒楼 老街坊餐馆{c}店 {w}私房菜 {w}面馆
PT16|医院|14|town|卫健|{d}人民医院 {d}中医院 {d}妇幼保健院 {w}医院 {w}骨科医院
PT17|社区卫生服务中心|20|street|卫生院|{s}社区卫生服务中心
PT18|政务大厅|5|district|政务|{d}政务服务中心
PT19|银行营业厅|36|town|财政|工商银行{c}支行 农业银行{c}支行 建设银行{c}支行 中国银行{c}支行 邮储银行{c}支行 农商银行{c}支行
PT20|通信营业厅|18|town|通信|移动{c}营业厅 电信{c}营业厅 联通{c}营业厅
PT21|公用事业营业厅|10|town|供水|供水{s}营业厅 供电{s}营业厅 燃气{s}营业厅
PT22|邮政快递营业厅|16|settled|邮政|邮政{c}支局 {c}快递服务站
PT23|办税服务厅|4|district|税务|{d}办税服务厅
PT24|火车站|2|edge|交通|示例{n}站
PT25|长途汽车客运站|4|edge|交通|{h}汽车客运站 {h}客运{n}站
PT26|公交站点|40|main|公交|{r}{c}公交站
PT27|公交车|10|centre|公交|{b}路公交车
PT28|出租车|3|nowhere|交通|{d}出租汽车第{n}车队
PT29|公共广场|14|town|园林|{c}广场 {w}广场 {s}文化广场
PT30|公园|18|settled|园林|{w}公园 {c}游园 {s}体育公园
PT31|景区景点|6|country|文旅|{w}风景区 {w}古镇景区 {w}生态园
PT32|公共厕所|40|town|环卫|{r}公厕 {c}公厕
PT33|公共文化设施|8|district|文旅|{d}图书馆 {d}文化馆 {d}博物馆
PT34|爱国主义教育基地|5|settled|宣传|{d}革命烈士陵园 {w}纪念馆 {w}党史馆
PT35|影剧院|8|centre|宣传|{w}影城 人民剧院{c}店 {w}电影院
PT36|实体书店|8|centre|宣传|新华书店{c}店 {w}书店
PT37|中小学校|22|street|学校|{k}
PT37|中小学校|22|settled|教育|{w}小学 {w}实验小学 {w}中学 {w}初级中学
PT38|校园周边|22|settled|街道|{c}小学周边 {w}中学周边
PT39|网吧|16|town|文旅|{w}网吧 {w}网咖
PT40|青少年活动中心|3|district|教育|{d}青少年活动中心
PT41|未成年人心理健康辅导站|4|district|教育|{d}未成年人心理健康辅导站
PT42|建筑工地|24|edge|住建|{w}花园二期工地 {w}广场项目工地 {s}棚改安置房工地
PT43|城乡结合部|12|edge|街道|{s}{c}城乡结合部
PT44|城中村|8|edge|街道|{w}城中村
PT45|乡镇街道(政府驻地)|10|rural|街道|{s}镇政府驻地主街
PT46|行政村|60|village|社区|{c}村
PT47|公路河道沿线|12|river|水务|云溪河{c}段
PT48|新时代文明实践中心|3|district|宣传|{d}新时代文明实践中心
PT49|新时代文明实践所|24|street|街道|{s}新时代文明实践所
PT50|新时代文明实践站|64|community|社区|{c}新时代文明实践站
PT51|环卫设施(转运站)|8|edge|环卫|{s}垃圾转运站 {c}垃圾转运站
PT52|经营性小场所(五小行业)|56|town|市场监管|{w}理发店 {w}旅社 {w}浴池 {w}小吃店 {w}歌厅
PT53|药店|34|town|市场监管|{w}大药房 康民药店{c}店 {w}医药
PT54|救助管理站|1|edge|民政|{h}救助管理站
PT55|应急避难场所|8|settled|应急|{s}应急避难场所 {w}公园应急避难场所
PT56|机场及轨道交通站|2|edge|交通|{w}地铁站 {c}地铁站
"""


def _read(line: str) -> Kind:
    code, name, count, where, owners, patterns = line.split("|")
    return Kind(code, name, int(count), Where(where), owners.split(), patterns.split())


KINDS = tuple(map(_read, _TABLE.strip().splitlines()))


def shares(total: int) -> list[tuple[Kind, int]]:
    """Return how many of each kind there are among so many places; at least one of each."""
    scale = total / sum(kind.count for kind in KINDS)
    return [(kind, max(1, round(kind.count * scale))) for kind in KINDS]
