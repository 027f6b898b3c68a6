"""Start the database before Django reads its settings; a pytest plugin (see `addopts`)."""

import os
import tempfile
from pathlib import Path

from chuangcheng.platform import database

# The suite's own home: never the developer's running city.
_HOME = Path(tempfile.gettempdir()) / f"chuangcheng-test-{os.getuid()}"
os.environ.setdefault("CHUANGCHENG_HOME", str(_HOME))
# Where collected files would lie; WhiteNoise warns at every start if the folder is missing.
(database.home() / "static").mkdir(parents=True, exist_ok=True)
os.environ.setdefault("CHUANGCHENG_DEMO", "1")
# Each test has one connection, and the test databases are copied and dropped between runs; the
# pool is in use wherever a test starts a real server.
os.environ.setdefault("CHUANGCHENG_DATABASE_POOL", "0")
database.ensure_running(unsafe_fast=True)
