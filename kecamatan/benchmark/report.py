"""What was measured, in words and tables (Markdown, which reads well in a terminal too)."""

import os
import platform
from dataclasses import asdict
from datetime import date

from kecamatan.benchmark.running import CLIENTS, Found

#: Issue 2, §7.
DASHBOARD_MS, TIMES_SQL, MORE_MS, LARGE = 5, 3, 15, 1_000_000
#: Issue 5, §3: a report of the whole regency.
REPORT_MS = 2000
HTTP_A_SECOND, UPDATES_A_SECOND = 440, 250


def machine() -> str:
    return f"{date.today():%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}"  # noqa: DTZ011


def as_text(found: list[Found]) -> str:
    """Tables of pages, of updates and requests a second, and what became of the goals."""
    return "\n".join([machine(), "", *_pages(found), "", *_rates(found), "", *_goals(found)])


def as_json(found: list[Found]) -> dict:
    return {"machine": machine(), "sizes": [asdict(one) for one in found], "goals": _goals(found)}


def _pages(found: list[Found]) -> list[str]:
    lines = [
        "| Database, kabupaten (rows) | Asked | Answer | Queries | Median ms | 95 % ms | Bare SQL ms | Bytes |",
        "|---|---|---|--:|--:|--:|--:|--:|",
    ]
    for size in found:
        for row in size.asked:
            sql = "" if row["sql_ms"] is None else f"{row['sql_ms']:.2f}"
            lines.append(
                f"| {_size(size)} | {row['what']} | {row['how']} | {row['queries']} | {row['median_ms']:.2f}"
                f" | {row['p95_ms']:.2f} | {sql} | {row['bytes'] or ''} |"
            )
    return lines


def _rates(found: list[Found]) -> list[str]:
    lines = [
        "| Database, kabupaten (rows) | Measured | A second | Median ms | 95 % ms |",
        "|---|---|--:|--:|--:|",
    ]
    for size in found:
        for processes, rate in size.updates_a_second.items():
            lines.append(f"| {_size(size)} | updates, {processes} process(es), {size.durable} | {rate:.0f} | | |")
        for name, one in size.http.items():
            rate = one["requests"] / one["seconds"]
            lines.append(
                f"| {_size(size)} | dashboard over HTTP, {CLIENTS} clients: {name} | {rate:.0f}"
                f" | {one['median_ms'] or 0:.1f} | {one['p95_ms'] or 0:.1f} |"
            )
    return lines


def _goals(found: list[Found]) -> list[str]:
    """A line for each goal and size that it is for, and for everything that went wrong."""
    lines = []
    for size in found:
        name = _size(size)
        filled = f"{name}: filled in {size.fill_seconds:.0f} s, load of the machine before measuring {size.load:.1f}"
        lines.append(f"{filled}; the ledger's check found {'nothing wrong' if not size.faults else size.faults}.")
        for row in size.asked:
            if row["what"] == "report":
                lines.append(_goal(name, f"report, {row['how']}, ms", row["median_ms"], most=REPORT_MS))
            elif row["what"] == "dashboard" and row["sql_ms"] is not None:
                limit = DASHBOARD_MS if size.rows < LARGE else TIMES_SQL * row["sql_ms"] + MORE_MS
                lines.append(_goal(name, f"dashboard {row['how']}, ms", row["median_ms"], most=limit))
            elif row["what"] == "dashboard":
                lines.append(_goal(name, f"dashboard, {row['how']}, ms", row["median_ms"], most=DASHBOARD_MS))
        for processes, rate in size.updates_a_second.items():
            lines.append(_goal(name, f"updates a second, {processes} process(es)", rate, least=UPDATES_A_SECOND))
        if "whole page" in size.http:
            one = size.http["whole page"]
            lines.append(
                _goal(name, "requests a second over HTTP", one["requests"] / one["seconds"], least=HTTP_A_SECOND)
            )
        lines += [f"{name}: {kind}: {fault}" for kind, one in size.http.items() for fault in one["faults"]]
    return lines


def _goal(size: str, what: str, value: float, *, most: float | None = None, least: float | None = None) -> str:
    reached = value <= most if most is not None else value >= least
    bound = f"at most {most:.1f}" if most is not None else f"at least {least:.0f}"
    return f"{size}: {what}: {value:.1f}, goal {bound}: {'reached' if reached else 'MISSED'}."


def _size(found: Found) -> str:
    return f"{found.database}, {found.kabupaten} ({found.rows:,})"
