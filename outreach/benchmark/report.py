"""What was measured, in words and tables (Markdown)."""

from dataclasses import asdict

from kecamatan.benchmark.report import machine
from outreach.benchmark.planning import WHAT
from outreach.benchmark.running import Found

#: Issue 3: rows up to which it holds, seconds to preview, seconds to take in. And the memory of either, in MB.
GOALS = ((3_000, 3.0, None), (100_000, 30.0, 60.0))
MOST_MEGABYTES = 500
#: A list page of up to 100,000 people, in process.
LIST_MS, LIST_PEOPLE = 100.0, 100_000
#: Issue 4: a calendar of the coming weeks.
PLAN_MS = 1000.0


def as_text(found: list[Found]) -> str:
    """A table of pages, one of lists, and what became of the goals."""
    return "\n".join([machine(), "", *_pages(found), "", *_lists(found), "", *_goals(found)])


def as_json(found: list[Found]) -> dict:
    return {"machine": machine(), "sizes": [asdict(one) for one in found], "goals": _goals(found)}


def _pages(found: list[Found]) -> list[str]:
    lines = [
        "| Database, kabupaten (people) | Asked | Queries | Median ms | 95 % ms | Bare SQL ms | Bytes |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for size in found:
        lines += [
            f"| {_size(size)} | {row['what']} | {row['queries']} | {row['median_ms']:.1f} | {row['p95_ms']:.1f}"
            f" | {row['sql_ms']:.1f} | {row['bytes']} |"
            for row in size.pages
        ]
    return lines


def _lists(found: list[Found]) -> list[str]:
    lines = [
        "| Database, kabupaten (people) | Rows | Done | Seconds | CPU s | MB | New | Changed | Same | In doubt | Gone |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for size in found:
        for what, one in size.lists:
            counts = " | ".join(str(one.get(name, "")) for name in ("new", "changed", "same", "doubtful", "gone"))
            lines.append(
                f"| {_size(size)} | {size.rows:,} | {what} | {one['seconds']:.1f} | {one['cpu']:.1f}"
                f" | {one['megabytes']} | {counts} |"
            )
    return lines


def _goals(found: list[Found]) -> list[str]:
    """A line for each goal and size that it is for, and for everything that went wrong."""
    lines = []
    for size in found:
        name = _size(size)
        filled = f"{name}: filled in {size.fill_seconds:.0f} s, load of the machine before measuring {size.load:.1f}"
        lines.append(f"{filled}; the ledger's check found {'nothing wrong' if not size.faults else size.faults}.")
        if size.people <= LIST_PEOPLE:
            lines += [
                _goal(name, f"{row['what']}, ms", row["median_ms"], LIST_MS)
                for row in size.pages
                if row["what"] == "list, first page"
            ]
        lines += [_goal(name, f"{WHAT}, ms", row["median_ms"], PLAN_MS) for row in size.pages if row["what"] == WHAT]
        preview, commit = next(((first, second) for rows, first, second in GOALS if size.rows <= rows), (None, None))
        for what, one in size.lists:
            for part, most in (("preview", preview), ("taken in", commit)):
                if what.endswith(part) and most is not None:
                    lines.append(_goal(name, f"{size.rows:,} rows, {what}, s", one["seconds"], most))
                    lines.append(_goal(name, f"{size.rows:,} rows, {what}, MB", one["megabytes"], MOST_MEGABYTES))
    return lines


def _goal(size: str, what: str, value: float, most: float) -> str:
    return f"{size}: {what}: {value:.1f}, goal at most {most:.0f}: {'reached' if value <= most else 'MISSED'}."


def _size(found: Found) -> str:
    return f"{found.database}, {found.kabupaten} ({found.people:,})"
