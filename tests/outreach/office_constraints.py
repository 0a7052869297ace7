"""The constraints of what the office says: days of the calendar, its feeds, how teams work; each with what breaks it."""

DAY = "INSERT INTO outreach_calendarday (kabupaten_id, day, kind, name, taken_off) VALUES "
SETTINGS = {
    **{"kabupaten_id": "{kabupaten}", "base_name": "''", "latitude": "-1.1", "longitude": "104.1", "teams": "2"},
    **{"kits": "1", "hours": "7", "set_up": "45", "minutes": "8", "road_speed": "30", "boat_speed": "20"},
    **{"school_week": "'six'"},
}


def day(date: str = "'2026-08-18'", kind: str = "closed", name: str = "rapat") -> str:
    return f"({{kabupaten}}, {date}, '{kind}', '{name}', FALSE)"


def settings(**changes: str) -> str:
    values = SETTINGS | changes
    return f"INSERT INTO outreach_plansettings ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def feed() -> str:
    """Two that work, of one user."""
    row = "({{petugas}}, '{digest}', FALSE, '{{now}}', NULL)"
    rows = ", ".join(row.format(digest=digest) for digest in ("a", "b"))
    return f"INSERT INTO outreach_calendarfeed (user_id, digest, mine, made_at, revoked_at) VALUES {rows}"


def cards(**changes: str) -> str:
    values = {
        **{"kabupaten_id": "{kabupaten}", "kind": "'received'", "quantity": "5", "day": "'{today}'", "note": "''"},
        **{"key": "'6f1c0f0e3a524b8e9a542f7d6f0f6a11'", "entered_at": "'{now}'", "entered_by_id": "{petugas}"},
    } | changes
    return f"INSERT INTO outreach_blankcards ({', '.join(values)}) VALUES ({', '.join(values.values())})"


#: Constraint → statements that break it and no other one.
BROKEN = {
    "calendarday_once": [f"{DAY}{day()}, {day(name='lain')}"],
    "calendarday_kind_known": [DAY + day(kind="lost")],
    "calendarday_has_a_name": [DAY + day(name="")],
    "calendarday_in_our_time": [DAY + day("'1999-12-31'"), DAY + day("'2101-01-01'")],
    "calendarfeed_one_works": [feed()],
    "plansettings_point_on_earth": [settings(latitude="NULL"), settings(longitude="181"), settings(latitude="-91")],
    "plansettings_week_known": [settings(school_week="'four'")],
    "plansettings_somebody_goes": [settings(teams="0"), settings(teams="7"), settings(kits="0"), settings(kits="11")],
    "plansettings_a_day_of_work": [settings(hours="1"), settings(minutes="0"), settings(set_up="241")],
    "plansettings_speeds": [settings(road_speed="4"), settings(boat_speed="81")],
    "desaaccess_known": ["INSERT INTO outreach_desaaccess (desa_id, access) VALUES ({lambur}, 'air')"],
    "blankcards_quantity_in_range": [cards(quantity="0"), cards(quantity="100001")],
    "blankcards_kind_known": [cards(kind="'lost'")],
    "blankcards_in_our_time": [cards(day="'1999-12-31'"), cards(day="'2101-01-01'")],
    "blankcards_says_why": [cards(kind="'counted_more'"), cards(kind="'counted_fewer'")],
}
