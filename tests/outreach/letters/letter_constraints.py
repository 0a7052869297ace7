"""The constraints of letters, each with statements that break it and no other one."""


def number(change: str) -> str:
    return f"UPDATE outreach_letternumber SET {change} WHERE id = {{spare}}"


def letter(change: str) -> str:
    return f"UPDATE outreach_letter SET {change} WHERE id = {{letter}}"


def event(change: str) -> str:
    return f"UPDATE outreach_letterevent SET {change} WHERE id = {{sent}}"


def answer(change: str) -> str:
    return f"UPDATE outreach_letteranswer SET {change} WHERE id = {{answer}}"


def text(change: str) -> str:
    return f"UPDATE outreach_lettertext SET {change} WHERE id = {{text}}"


#: Constraint → statements that break it and no other one.
BROKEN = {
    "letternumber_serial_once": [number("serial = 1")],
    "letternumber_text_once": [
        number("text = (SELECT UPPER(o.text) FROM outreach_letternumber o WHERE o.id = {number})")
    ],
    "letternumber_is_written": [number("text = ''")],
    "letternumber_from_one": [number("serial = 0")],
    "letter_kind_known": [letter("kind = 'novel'")],
    "letter_state_known": [letter("state = 'lost'")],
    "letter_to_one_recipient": [letter("school_id = {school}")],
    "letter_link_whole_or_none": [letter("handle = NULL"), letter("secret = ''"), letter("link_until = NULL")],
    "lettertext_number_once": [text("number = 2")],
    "lettertext_kind_known": [text("kind = 'novel'")],
    "lettertext_says_something": [text("subject = ''"), text("body = ''"), text("message = ''")],
    "letterhead_has_a_pattern": ["UPDATE outreach_letterhead SET number_pattern = ''"],
    "letterevent_number_once": [event("number = 1")],
    "letterevent_says_how_it_went_out": [event("way = ''"), event("way = 'pigeon'"), event("kind = 'opened'")],
    "letterevent_voided_with_a_reason": [event("kind = 'voided', way = ''")],
    "letterevent_by_somebody": [event("by_id = NULL")],
    "letterevent_kind_known": [event("kind = 'burnt', way = ''")],
    "letteranswer_confirms_or_proposes": [answer("proposal = 'x'"), answer("confirms = (1 = 0)")],
    "letteranswer_by_somebody": [answer("name = ''")],
    "letteranswer_told": [answer("told = 100000")],
}
