"""Who reacts to what. The only place where a package learns of its listeners."""

from chuangcheng.city import api as city
from chuangcheng.platform.events import Subscribers
from chuangcheng.points import api as points

SUBSCRIBERS: Subscribers = {
    city.BoundariesChanged: [points.follow_boundaries],
}
