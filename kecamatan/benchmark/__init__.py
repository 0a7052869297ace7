"""How quick the site is, measured on a database of its own: what ``manage.py benchmark`` does.

``place`` makes the database and takes it away, ``filling`` fills it, ``asking`` measures pages in process, ``writing``
durable updates, ``over_http`` the served site, ``report`` says what was measured. Every step runs in a process of its
own (``python -m kecamatan.benchmark STEP``) whose settings know of no other database.
"""
