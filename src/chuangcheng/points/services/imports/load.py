"""Take a list of points in without asking anybody: from a command or the simulated city."""

from datetime import datetime

from chuangcheng.accounts.models import User
from chuangcheng.platform.geo import Datum
from chuangcheng.points.services.imports.taking import Outcome, take


def load(
    raw: bytes, *, name: str, datum: Datum, by: User | None = None, at: datetime
) -> Outcome:
    """Take a list in, all of it or nothing; rows are new points unless exactly known ones.

    Raises:
        Refused: the file is no list of points, or something in it is wrong.
    """
    return take(raw, name=name, datum=datum, asks=False, by=by, at=at)
