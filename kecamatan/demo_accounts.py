"""The three accounts of the demo: (user name, password, role). Shown on its sign-in page, and made only there."""

ACCOUNTS = [
    ("admin", "demo-admin", "admin"),
    ("petugas", "demo-petugas", "petugas"),
    ("pejabat", "demo-pejabat", "pejabat"),
]
