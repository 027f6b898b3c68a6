"""What other packages may use of the ledger. Everything else here is private."""

from chuangcheng.ledger.queries.areas import AreaLoad, UnitLoad
from chuangcheng.ledger.queries.areas import by_area as load_by_area
from chuangcheng.ledger.queries.areas import within as load_within
from chuangcheng.ledger.queries.cityday import today
from chuangcheng.ledger.queries.home import Home, home
from chuangcheng.ledger.queries.search import named
from chuangcheng.ledger.services.looks import looked

__all__ = [
    "AreaLoad",
    "Home",
    "UnitLoad",
    "home",
    "load_by_area",
    "load_within",
    "looked",
    "named",
    "today",
]
