"""Django's admin of this app: places, accounts, drives and baselines to change; ledger and audit log to read."""

from kecamatan.admin import audit, counts, places, users

__all__ = ["audit", "counts", "places", "users"]
