// The file in which sealed events leave a phone (outreach/field/parcel.py): {"ektp", "v", "made", "leases", "events"}.

const MOST_EVENTS = 3000;

/** The file's bytes: `leases` [{lease, made}], `events` envelopes; `now` in ms. */
export function parcelOf(leases, events, now = Date.now()) {
  const made = leases.map(({ lease, made: number }) => ({ lease, made: number }));
  const said = { ektp: "field", v: 1, made: Math.floor(now / 1000), leases: made, events };
  return new TextEncoder().encode(JSON.stringify(said));
}

/** What is in a file's bytes: {leases, events}; null where it is none of ours. */
export function readParcel(bytes) {
  let said = null;
  try {
    said = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  if (said?.ektp !== "field" || said.v !== 1 || !Array.isArray(said.events)) return null;
  const leases = (Array.isArray(said.leases) ? said.leases : []).filter(
    (one) => isLease(one?.lease) && Number.isInteger(one.made) && one.made >= 0,
  );
  return { leases, events: said.events.filter(isEnvelope).slice(0, MOST_EVENTS) };
}

/** A name that tells no more than place, day and the lease's code: ektp-sadu-2024-11-14-K7A2M.json */
export function nameOfFile(visit, code, ending = "json") {
  const place = (visit?.kecamatan || visit?.place || "").toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-");
  const parts = ["ektp", place.replace(/^-|-$/g, "").slice(0, 30), visit?.day, code];
  return `${parts.filter(Boolean).join("-")}.${ending}`;
}

const isLease = (value) => typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

function isEnvelope(one) {
  const texts = [one?.e, one?.i, one?.c];
  const sound = texts.every((text) => typeof text === "string" && text.length <= 12_000);
  return isLease(one?.l) && Number.isInteger(one.n) && one.n > 0 && sound;
}
