"""The machinery that every list page shares: columns, filters, order, pages, exports. It stands once, here.

``page.ListPage`` is the base of a list page, ``tables.ListTable`` of its table, ``filters.ListFilters`` of its filters.
"""
