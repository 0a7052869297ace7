"""The accounts of the demo, shown on its sign-in page: user name, password, role."""

ACCOUNTS: list[tuple[str, str, str]] = [
    ("admin", "demo-admin", "admin"),
    ("petugas", "demo-petugas", "petugas"),
    ("pejabat", "demo-pejabat", "pejabat"),
]
