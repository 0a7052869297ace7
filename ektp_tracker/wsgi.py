"""The WSGI application that the server of ``manage.py up`` and any production server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ektp_tracker.settings")

application = get_wsgi_application()
