"""Start the database before Django reads its settings; a pytest plugin (see `addopts`)."""

import os
import tempfile
from pathlib import Path

from chuangcheng.platform import database

# The suite's own home: never the developer's running city.
_HOME = Path(tempfile.gettempdir()) / f"chuangcheng-test-{os.getuid()}"
os.environ.setdefault("CHUANGCHENG_HOME", str(_HOME))
os.environ.setdefault("CHUANGCHENG_DEMO", "1")
database.ensure_running(unsafe_fast=True)
