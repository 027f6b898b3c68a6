"""Who reacts to what. The only place where a package learns of its listeners."""

from chuangcheng.platform.events import Subscribers

SUBSCRIBERS: Subscribers = {}
