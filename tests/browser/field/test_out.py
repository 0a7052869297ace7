"""The ways out of a phone without a network, in a real Chromium: a day that arrives whichever way it takes."""

import json
from datetime import time

import pytest

from kecamatan.access import scope_of
from outreach.actions.people import Details, list_resident
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.actions.visits.steps import take_visit_step
from outreach.models import Attendance, FieldEvent, VisitCode
from outreach.visit_life import Step
from tests.browser.watching import faults_as_it_stands

pytestmark = pytest.mark.django_db(transaction=True)

PIN = "270327"
NAMES = ("Siti Aminah", "Muhammad Rizki", "H. Achmad Sjafi'i")


@pytest.fixture
def under_way(cast, places, today):
    """A visit to Lambur that has begun, with three people of the list."""
    by = scope_of(cast.petugas)
    for name in NAMES:
        list_resident(by=by, drive=places.drive, details=Details(name=name, desa=places.lambur))
    plan = Plan(
        kecamatan=places.timur,
        day=today,
        starts=time(8),
        ends=time(14),
        desa=[places.lambur],
        place_name="Balai Desa Lambur",
    )
    planned = plan_visit(by=by, drive=places.drive, plan=plan)
    take_visit_step(by=by, visit=planned, step=Step.START, reason="test")
    return planned


#: Takes the visit along, and writes four acts down without a network.
A_DAY = """
    const { openField } = await import("/static/field/field.js");
    globalThis.field = await openField();
    const lease = await field.take(given.visit, given.pin, "Android");
    globalThis.lease = lease.lease;
    globalThis.session = await field.unlock(lease.lease, given.pin);
    globalThis.draw = async (opened) => {
      const { default: renderOut } = await import("/static/field/out.js");
      const place = document.querySelector("main");
      place.replaceChildren(Object.assign(document.createElement("h1"), { textContent: "Keluar" }),
        Object.assign(document.createElement("h2"), { textContent: "Cara" }), document.createElement("div"));
      await renderOut(place.lastChild, field, globalThis.lease, opened);
    };
    return session.data.people.map((one) => one.id);
"""
ACTS = """
    const [first, second] = given.people;
    await session.act({ k: "outcome", p: first, o: "recorded" });
    await session.act({ k: "outcome", p: second, o: "away" });
    await session.act({ k: "unlisted", d: { name: "Joko Widagdo", desa: given.desa, born: "1980-02-03" }, o: "recorded" });
    await session.act({ k: "note", t: "hujan deras" });
"""


@pytest.fixture
def phone(visit, under_way, places):
    """A phone with four acts of a day that it cannot send: the network is cut."""
    page = visit("petugas", width=360)
    page.goto("/field/")
    people = page.evaluate(f"async (given) => {{ {A_DAY} }}", {"visit": under_way.pk, "pin": PIN})
    page.evaluate("document.querySelector('main').replaceChildren()")
    page.evaluate("import('/static/field/out.js').then(() => import('/static/vendor/qr-0.7.0/decode.js'))")
    page.context.set_offline(True)
    page.evaluate(f"async (given) => {{ {ACTS} }}", {"people": people, "desa": places.lambur.code})
    return page


def outcomes_of(planned):
    rows = Attendance.objects.filter(visit=planned, resident__isnull=False).select_related("resident")
    return {one.resident.name: one.outcome for one in rows if one.outcome}


def faults(page):
    """axe's findings and overflow in what this file draws; the banners of the shell are its own matter."""
    return [line for line in faults_as_it_stands(page) if 'id="banners"' not in line]


def online_again(page):
    """How the lease stands once the phone, which may be trying already, has sent."""
    page.context.set_offline(False)
    for _try in range(40):
        page.evaluate("field.send('asked')")
        stands = page.evaluate("field.waitingOf(lease)")
        if not stands["waiting"]:
            break
        page.wait_for_timeout(250)
    return stands


def ways():
    return sorted(FieldEvent.objects.values_list("number", "way"))


#: A browser that shares text and no JSON, as most do.
A_SHARER = """() => {
    navigator.canShare = ({ files }) => files.every((one) => one.type === "text/plain");
    navigator.share = async ({ files: [file] }) => { globalThis.shared = { name: file.name, text: await file.text() }; };
}"""


def test_the_file_of_a_locked_phone_reaches_the_office(phone, visit, under_way, tmp_path):
    phone.evaluate("draw(null)")
    phone.wait_for_selector("[data-save]")
    assert phone.locator("[data-show-text]").count() == 0
    assert faults(phone) == []
    with phone.expect_download() as got:
        phone.click("[data-save]")
    name = got.value.suggested_filename
    phone.evaluate(A_SHARER)
    phone.evaluate("draw(null)")
    phone.click("[data-share]")
    phone.wait_for_selector(".out-file .good")
    shared = phone.evaluate("globalThis.shared")
    assert shared["name"] == name.replace(".json", ".txt")
    assert len(json.loads(shared["text"])["events"]) == 4
    assert name.startswith("ektp-muara-sabak-timur-")
    got.value.save_as(tmp_path / name)
    raw = (tmp_path / name).read_text()
    assert [one["n"] for one in json.loads(raw)["events"]] == [1, 2, 3, 4]
    assert not any(word in raw for word in ("Siti", "Joko", "hujan"))
    office = visit("petugas_timur")
    office.goto("/field/take-in/")
    office.set_input_files("[name=files]", tmp_path / name)
    office.click("[data-take-in] button[type=submit]")
    office.wait_for_selector(".plain-facts")
    assert ways() == [(number, "file") for number in (1, 2, 3, 4)]
    assert set(outcomes_of(under_way).values()) == {"recorded", "away"}
    assert "Joko Widagdo" in outcomes_of(under_way)
    office.click("details.fold summary")
    assert faults_as_it_stands(office) == []
    assert office.complaints == []


def test_messages_are_shown_to_whoever_knows_the_pin_and_tell_no_name(phone, visit, under_way):
    phone.evaluate("draw(session)")
    phone.click("[data-show-text]")
    phone.wait_for_selector("[data-message]")
    messages = phone.locator("[data-message]").all_inner_texts()
    assert faults(phone) == []
    assert not any(word in " ".join(messages) for word in ("SITI", "JOKO", "HUJAN"))
    codes = VisitCode.objects.filter(visit=under_way).values_list("code", flat=True)
    assert sum(code in messages[0] for code in codes) == 2
    office = visit("petugas_timur")
    office.goto("/field/take-in/")
    office.fill("[name=text]", "Fwd:\n" + "\n".join(messages).lower())
    office.click("[data-take-in] button[type=submit]")
    office.wait_for_selector(".plain-facts")
    assert ways() == [(number, "text") for number in (1, 2, 3, 4)]
    assert len(outcomes_of(under_way)) == 2
    assert online_again(phone) == {"waiting": 0, "sent": 4, "refused": []}
    assert "Joko Widagdo" in outcomes_of(under_way)
    assert FieldEvent.objects.filter(partial=True).count() == 0


def pictures_of_codes(page):
    """A picture of each code as the screen shows it."""
    page.click("[data-show-qr]")
    page.wait_for_selector("canvas.qr")
    of = int(page.inner_text("[data-part]").split()[-1])
    pictures = []
    for _part in range(of):
        pictures.append(page.locator(".qr-frame").screenshot())
        if of > 1:
            page.click("[data-next]")
    return pictures


def test_another_phone_reads_the_codes_carries_them_and_sends_them(phone, visit, under_way):
    phone.evaluate("draw(null)")
    pictures = pictures_of_codes(phone)
    assert len(pictures) > 1
    other = visit("petugas_timur", width=360)
    other.goto("/field/")
    # What could be taken along pushes the rest of the page down once it has arrived.
    other.wait_for_selector("[data-near] [data-visit]")
    other.click("[data-carry] summary")
    other.click("[data-take-in]")
    other.wait_for_selector("[data-scan-pictures]")
    other.evaluate("import('/static/vendor/qr-0.7.0/decode.js')")
    other.context.set_offline(True)
    files = [{"name": f"{at}.png", "mimeType": "image/png", "buffer": raw} for at, raw in enumerate(pictures)]
    other.set_input_files("[data-scan-pictures]", files[1:])
    other.wait_for_selector("progress")
    other.set_input_files("[data-scan-pictures]", [*files[:2], {**files[0], "name": "9.png", "buffer": b"no picture"}])
    other.wait_for_selector("[data-carried] .big")
    assert other.inner_text("[data-carried] .big").startswith("4 ")
    assert faults(other) == []
    other.click("text=Teruskan sebagai kode QR")
    other.wait_for_selector("canvas.qr")
    kept = other.evaluate(
        """new Promise((done) => { const asked = indexedDB.open("field-carried");
          asked.onsuccess = () => { const all = asked.result.transaction("carried").objectStore("carried").getAll();
            all.onsuccess = () => done(JSON.stringify(all.result)); }; })"""
    )
    assert not any(word in kept for word in ("Siti", "Joko", "hujan"))
    assert ways() == []
    other.context.set_offline(False)
    other.wait_for_selector("[data-carried] p:has-text('Tidak ada')")
    assert ways() == [(number, "qr") for number in (1, 2, 3, 4)]
    assert set(outcomes_of(under_way).values()) == {"recorded", "away"}
    assert online_again(phone) == {"waiting": 0, "sent": 4, "refused": []}
    assert FieldEvent.objects.count() == 4


#: A camera that sees the codes one after the other, somewhat turned and grey, on a table.
A_CAMERA = """
    const { drawCode } = await import("/static/field/show_qr.js");
    const { partsOf } = await import("/static/field/parts.js");
    const parts = await partsOf(Uint8Array.from(given));
    const seen = document.createElement("canvas");
    [seen.width, seen.height] = [900, 900];
    const pen = seen.getContext("2d");
    const frame = Object.assign(document.createElement("div"), { hidden: true });
    const code = document.createElement("canvas");
    frame.append(code);
    document.body.append(frame);
    let at = 0;
    setInterval(() => {
      drawCode(code, parts[at++ % parts.length]);
      pen.resetTransform();
      pen.fillStyle = "#776";
      pen.fillRect(0, 0, 900, 900);
      pen.translate(450, 450);
      pen.rotate(0.09);
      pen.filter = "contrast(70%)";
      pen.drawImage(code, -400, -400, 800, 800);
    }, 300);
    navigator.mediaDevices.getUserMedia = async () => seen.captureStream(15);
"""


def test_the_office_reads_the_codes_with_a_camera(phone, visit):
    raw = phone.evaluate(
        """async () => { const { parcelOf } = await import("/static/field/parcel.js");
          return [...parcelOf([{ lease, made: 4 }], await field.envelopes(lease))]; }"""
    )
    office = visit("petugas_timur", width=360)
    office.goto("/field/take-in/")
    office.click("text=Pindai dengan kamera")
    office.wait_for_selector("[data-scan-told] .late")
    assert faults_as_it_stands(office) == []
    office.evaluate(f"async (given) => {{ {A_CAMERA} }}", raw)
    office.click("text=Pindai dengan kamera")
    office.wait_for_selector(".plain-facts")
    assert ways() == [(number, "qr") for number in (1, 2, 3, 4)]
    assert office.complaints == []
