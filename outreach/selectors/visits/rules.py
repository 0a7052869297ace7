"""What must be true of every visit, as SQL that finds those of which it is not; asked by ``manage.py check_people``."""

from importlib import import_module

_guards = import_module("outreach.migrations.0004_visit_guards")

#: Visits whose last step is not what they say of themselves.
_NOT_AS_THE_STEPS = """
    SELECT 1 WHERE NEW.steps_taken <> (SELECT COUNT(*) FROM outreach_visitstep s WHERE s.visit_id = NEW.id)
    OR (NEW.steps_taken = 0 AND NEW.state <> 'draft')
    OR (NEW.steps_taken > 0 AND NOT EXISTS (
        SELECT 1 FROM outreach_visitstep s
        WHERE s.visit_id = NEW.id AND s.number = NEW.steps_taken AND s.to_state = NEW.state))
"""
_BROKEN_CHAIN = """
    SELECT 1 FROM outreach_visitstep s
    LEFT JOIN outreach_visitstep b ON b.visit_id = s.visit_id AND b.number = s.number - 1
    WHERE s.visit_id = NEW.id AND s.from_state <> COALESCE(b.to_state, 'draft')
"""
_OTHER_PLACE = """
    SELECT 1 WHERE EXISTS (
        SELECT 1 FROM outreach_visit_desa p JOIN kecamatan_desa d ON d.id = p.desa_id
        WHERE p.visit_id = NEW.id AND d.kecamatan_id <> NEW.kecamatan_id)
    OR EXISTS (
        SELECT 1 FROM outreach_visit_schools p JOIN kecamatan_school s ON s.id = p.school_id
        JOIN kecamatan_desa d ON d.id = s.desa_id
        WHERE p.visit_id = NEW.id AND d.kecamatan_id <> NEW.kecamatan_id)
"""
#: Somebody met, or counted, at a visit that did not take place.
_NOT_HELD = f"""
    SELECT 1 WHERE NEW.state NOT IN {_guards.HELD} AND (
        EXISTS (SELECT 1 FROM outreach_attendance a WHERE a.visit_id = NEW.id)
        OR EXISTS (SELECT 1 FROM outreach_visitcount c WHERE c.visit_id = NEW.id AND NOT c.taken_back))
"""
_DOES_NOT_ADD_UP = """
    SELECT 1 FROM outreach_attendance a
    WHERE NEW.state = 'closed' AND a.visit_id = NEW.id AND a.outcome = '' AND a.origin <> 'unlisted'
"""
#: An outcome whose step is undone, of somebody else or of another kind, or that should have one.
_OUTCOME_WITHOUT_ITS_STEP = f"""
    SELECT 1 FROM outreach_attendance a WHERE a.visit_id = NEW.id AND (
        (a.outcome = 'recorded' AND a.step_id IS NULL AND a.resident_id IS NOT NULL)
        OR EXISTS ({_guards.STEP_OF_OTHERS.replace("NEW.", "a.")})
        OR EXISTS (SELECT 1 FROM outreach_residentstep w WHERE w.undoes_id = a.step_id))
"""
#: An outcome that is not what was entered last.
_NOT_AS_ENTERED = """
    SELECT 1 FROM outreach_attendance a WHERE a.visit_id = NEW.id AND a.outcome <> COALESCE((
        SELECT c.after FROM outreach_attendancechange c WHERE c.attendance_id = a.id ORDER BY c.id DESC LIMIT 1), '')
"""
_COUNT_DIFFERS = f"""
    SELECT 1 FROM outreach_visitcount n WHERE n.visit_id = NEW.id AND (
        (NOT n.taken_back AND EXISTS ({_guards.NOT_AS_ITS_ROWS.replace("NEW.", "n.")}))
        OR ({_guards.HALF_TAKEN_BACK.format(c="n")}))
"""
#: (condition of one visit, sentence)
RULES = (
    (_NOT_AS_THE_STEPS, "the state is not where the steps led"),
    (_BROKEN_CHAIN, "a step does not begin where the one before it ended"),
    (_guards.OTHER_KABUPATEN, "the drive or the leader is of another kabupaten"),
    (_OTHER_PLACE, "a desa or a school lies in another kecamatan"),
    (_NOT_HELD, "somebody was met or counted there, and it was not held"),
    (_DOES_NOT_ADD_UP, "it is closed, and somebody expected has no outcome"),
    (_OUTCOME_WITHOUT_ITS_STEP, "an outcome does not stand on a step of that person"),
    (_NOT_AS_ENTERED, "an outcome is not what was entered last"),
    (_COUNT_DIFFERS, "people counted without names are not their rows of the ledger"),
)
