"""What a WSGI server loads."""

import os

from chuangcheng.platform import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.web.settings")
database.ensure_running()

# Django reads its settings, and with them the database's address, only from here on.
from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
