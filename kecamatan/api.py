"""To be written."""

from ninja import NinjaAPI

api = NinjaAPI(title="e-KTP", version="1", urls_namespace="api", docs_url=None)
