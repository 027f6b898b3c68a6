"""What other packages may use of the ledger. Everything else here is private."""

from chuangcheng.ledger.queries.cityday import today
from chuangcheng.ledger.queries.home import Home, home
from chuangcheng.ledger.queries.search import named
from chuangcheng.ledger.services.looks import looked

__all__ = ["Home", "home", "looked", "named", "today"]
