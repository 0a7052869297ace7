"""What must be true of everything that came in from phones, as SQL that finds where it is not; by ``manage.py check_people``."""

#: An event of a higher number than the phone was ever known to have given.
_MORE_THAN_MADE = """
    SELECT 1 FROM outreach_fieldevent e WHERE e.lease_id = NEW.id AND e.number > NEW.made
"""
#: Taken in, and its sealed content is still there although nobody needs it any more.
_CONTENT_LEFT = """
    SELECT 1 FROM outreach_fieldevent e WHERE e.lease_id = NEW.id AND e.answer = 'applied' AND e.content <> ''
"""
#: The last word of a phone about somebody was taken in, and the visit knows nothing of that person.
_WORD_WITHOUT_ATTENDANCE = """
    SELECT 1 FROM outreach_fieldevent e WHERE e.lease_id = NEW.id AND e.kind IN ('outcome', 'unlisted')
    AND e.answer = 'applied' AND NOT e.undone AND NOT e.partial AND e.outcome <> '' AND e.resident_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM outreach_fieldevent n
        WHERE n.lease_id = e.lease_id AND n.resident_id = e.resident_id AND n.number > e.number)
    AND NOT EXISTS (SELECT 1 FROM outreach_attendance a WHERE a.visit_id = NEW.visit_id AND a.resident_id = e.resident_id)
"""
#: What was entered last came from phones, and neither a phone says so, nor did a colleague before, whose word stands again.
_NO_PHONE_SAYS_SO = """
    SELECT 1 FROM outreach_attendance a WHERE a.visit_id = NEW.id AND a.outcome <> '' AND a.resident_id IS NOT NULL
    AND (SELECT c.by_field FROM outreach_attendancechange c WHERE c.attendance_id = a.id ORDER BY c.id DESC LIMIT 1)
    AND NOT EXISTS (
        SELECT 1 FROM outreach_fieldevent e JOIN outreach_fieldlease l ON l.id = e.lease_id
        WHERE l.visit_id = a.visit_id AND e.resident_id = a.resident_id AND e.outcome = a.outcome AND NOT e.undone)
    AND NOT EXISTS (SELECT 1 FROM outreach_attendancechange o
        WHERE o.attendance_id = a.id AND o.by_field IS NULL AND o.after = a.outcome)
"""
#: Where all phones say the same of somebody of whom no colleague said anything, and the visit says something else.
_OTHER_THAN_ALL_PHONES = """
    SELECT 1 FROM outreach_attendance a WHERE a.visit_id = NEW.id AND a.resident_id IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM outreach_attendancechange c WHERE c.attendance_id = a.id AND c.by_field IS NULL)
    AND EXISTS (
        SELECT 1 FROM outreach_fieldevent e JOIN outreach_fieldlease l ON l.id = e.lease_id
        WHERE l.visit_id = a.visit_id AND e.resident_id = a.resident_id)
    AND NOT EXISTS (
        SELECT 1 FROM outreach_fieldevent e JOIN outreach_fieldlease l ON l.id = e.lease_id
        WHERE l.visit_id = a.visit_id AND e.resident_id = a.resident_id AND e.answer <> 'applied')
    AND NOT EXISTS (
        SELECT 1 FROM outreach_fieldevent e JOIN outreach_fieldlease l ON l.id = e.lease_id
        WHERE l.visit_id = a.visit_id AND e.resident_id = a.resident_id AND NOT e.undone AND e.outcome = a.outcome
        AND NOT EXISTS (SELECT 1 FROM outreach_fieldevent n
            WHERE n.lease_id = e.lease_id AND n.resident_id = e.resident_id AND n.number > e.number AND NOT n.undone))
    AND (a.outcome <> '' OR EXISTS (
        SELECT 1 FROM outreach_fieldevent e JOIN outreach_fieldlease l ON l.id = e.lease_id
        WHERE l.visit_id = a.visit_id AND e.resident_id = a.resident_id AND NOT e.undone AND e.outcome <> ''
        AND NOT EXISTS (SELECT 1 FROM outreach_fieldevent n
            WHERE n.lease_id = e.lease_id AND n.resident_id = e.resident_id AND n.number > e.number AND NOT n.undone)))
"""
#: (condition of one lease, sentence)
RULES_OF_LEASES = (
    (_MORE_THAN_MADE, "an event has a higher number than the phone is known to have given"),
    (_CONTENT_LEFT, "what was taken in is still kept sealed"),
    (_WORD_WITHOUT_ATTENDANCE, "a word was taken in, and the visit does not know the person"),
)
#: (condition of one visit, sentence)
RULES_OF_TOLD = (
    (_NO_PHONE_SAYS_SO, "an outcome is said to come from phones, and no phone tells it"),
    (_OTHER_THAN_ALL_PHONES, "an outcome is another than all phones tell and no colleague entered"),
)
