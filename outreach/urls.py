"""Pages of people: lists, imports, reconciliation, doubles."""

app_name = "outreach"

urlpatterns: list = []
