"""More of what each trigger of outreach's migration 0002 is for: what stays as it was written, and pages that are not stale."""

from outreach.models import Resident
from tests.breaking_guards import execute, refused
from tests.kecamatan.trigger_cases import raises_version
from tests.outreach.people_cases import OF_RESIDENTS, case, merged_minah, on_both
from tests.outreach.people_world import allowed

# --- What was written stays as it was ---------------------------------------------------------------------------------


def _stays(table: str) -> None:
    full = f"outreach_{table}"
    key = "key" if table == "residentrow" else "id"
    change = "field = 'name'" if table == "residentchange" else f"{key} = {key}"

    def is_not_updated(world):
        with refused(f"{full} is append-only: no UPDATE"):
            execute(f"UPDATE {full} SET {change} WHERE resident_id = %s", [world.ids["budi"]])

    def goes_with_its_resident_alone(world):
        with refused(f"{table}_goes_with_resident"):
            execute(f"DELETE FROM {full} WHERE resident_id = %s", [world.ids["budi"]])

    def is_not_truncated(world):
        with refused(f"{full}: no TRUNCATE"):
            execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {full} CASCADE")

    def is_not_replaced(world):
        names = world.columns(full)
        with refused(f"{full}: this row is there already"):
            execute(
                f"INSERT OR REPLACE INTO {full} ({names}) SELECT {names} FROM {full} WHERE resident_id = %s LIMIT 1",
                [world.ids["budi"]],
            )

    on_both(f"{table}_no_update")(is_not_updated)
    on_both(f"{table}_goes_with_resident_delete")(goes_with_its_resident_alone)
    case(postgresql=f"{table}_no_truncate")(is_not_truncated)
    case(f"{table}_no_replace")(is_not_replaced)


for _table in OF_RESIDENTS:
    _stays(_table)


@on_both("residentchange_no_update")
def a_change_is_sealed_anew_and_nothing_else(world):
    sealed = "UPDATE outreach_residentchange SET {} WHERE field = 'nik'"
    for change in ("before = ''", "after = 'x'", "reason = 'x'", "by_id = by_id + 1", "resident_id = resident_id + 1"):
        with refused("outreach_residentchange is append-only: no UPDATE"):
            execute(sealed.format(change))
    with allowed():
        execute(sealed.format("before = 'sealed anew'"))


@case(postgresql="resident_no_truncate")
def residents_are_not_truncated(world):
    with refused("outreach_resident: no TRUNCATE"):
        execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE outreach_resident CASCADE")


@case("resident_no_replace")
def a_resident_is_not_replaced_by_number_or_nik(world):
    print_of_siti = Resident.objects.get(pk=world.ids["siti"]).nik_print
    with refused("UNIQUE constraint failed: outreach_resident.drive_id, outreach_resident.nik_print"):
        world.person(verb="INSERT OR REPLACE", id=world.ids["minah"])
    with refused("UNIQUE constraint failed: outreach_resident.drive_id, outreach_resident.nik_print"):
        world.person(verb="INSERT OR REPLACE", nik_sealed="x", nik_print=print_of_siti)


@case("residentstep_no_replace")
def a_step_is_not_replaced_by_its_number_or_by_what_it_undoes(world):
    budi = world.ids["budi"]
    with refused("outreach_residentstep: this row is there already"):
        world.step(budi, "send", "recorded", "sent", number=1, verb="INSERT OR REPLACE")
    merged = merged_minah(world)
    world.step(world.ids["minah"], "undo", "merged", "unrecorded", undoes_id=merged)
    with refused("outreach_residentstep: this row is there already"):
        world.step(budi, "undo", "recorded", "unrecorded", undoes_id=merged, verb="INSERT OR REPLACE")


@case("resident_no_replace_by_update")
def a_resident_does_not_take_the_place_of_another(world):
    """By NIK, and by coming back beside the one whom they were merged with; by number they do not by migration 0004."""
    there = "UNIQUE constraint failed: outreach_resident.drive_id, outreach_resident.nik_print"
    siti, minah = world.ids["siti"], world.ids["minah"]
    nik = Resident.objects.get(pk=siti).nik_print
    with refused(there):
        execute("UPDATE OR REPLACE outreach_resident SET nik_print = %s, nik_sealed = 'x' WHERE id = %s", [nik, minah])


@case("resident_no_replace_by_update")
def whoever_is_unmerged_does_not_take_the_place_of_another(world):
    """What the outer statement says of conflicts holds for what its triggers write as well."""
    nik = Resident.objects.get(pk=world.ids["siti"]).nik_print
    merged = merged_minah(world)
    execute("UPDATE outreach_resident SET nik_print = %s, nik_sealed = 'x' WHERE id = %s", [nik, world.ids["minah"]])
    with refused("UNIQUE constraint failed: outreach_resident.drive_id, outreach_resident.nik_print"):
        world.step(world.ids["minah"], "undo", "merged", "unrecorded", undoes_id=merged, verb="INSERT OR REPLACE")
    assert Resident.objects.filter(pk=world.ids["siti"]).exists()


# --- On SQLite, whose columns keep what they are given ----------------------------------------------------------------


@case("residentstep_shape_insert")
def a_step_has_a_day_and_a_moment(world):
    for wrong in ({"day": "2024-13-40"}, {"day": "25 Juni"}, {"day": 20240625}, {"at": "some time"}):
        with refused("residentstep_shape"):
            world.step(world.ids["budi"], "send", "recorded", "sent", **wrong)


@case("resident_shape_insert")
def a_resident_has_days(world):
    for wrong in ({"birth_date": "1990-02-30"}, {"birth_date": 1990}, {"listed_on": "today", "since": "today"}):
        with refused("resident_shape"):
            world.person(**wrong)


@case("resident_shape_update")
def a_resident_keeps_days(world):
    for change in ("birth_date = '1990-02-30'", "listed_on = '99999-01-01'"):
        with refused("resident_shape"):
            execute(f"UPDATE outreach_resident SET {change} WHERE id = %s", [world.ids["siti"]])


# --- Kept pages are never stale ---------------------------------------------------------------------------------------


@on_both("resident_version_insert")
def who_comes_raises_the_version(world):
    with raises_version(world.ids["kabupaten"]):
        world.person()


@on_both("resident_version_update")
def who_moves_raises_the_version(world):
    with raises_version(world.ids["kabupaten"]):
        execute("UPDATE outreach_resident SET desa_id = %s WHERE name = 'Minah'", [world.ids["simbur"]])


@on_both("resident_version_update")
def who_changes_state_raises_the_version(world):
    with raises_version(world.ids["kabupaten"]):
        world.step(world.ids["budi"], "send", "recorded", "sent")


@on_both("resident_version_delete")
def who_goes_raises_the_version(world):
    ani = world.person()
    with raises_version(world.ids["kabupaten"]):
        execute("DELETE FROM outreach_resident WHERE id = %s", [ani])
