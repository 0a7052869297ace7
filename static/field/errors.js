// What can go wrong on the field page; each class has a `code` that stays the same, for words and for tests.

/** The root of them all. `sentence`: what the server said, where it said something. */
export class FieldError extends Error {
  constructor(code, sentence = "") {
    super(sentence || code);
    this.name = new.target.name;
    this.code = code;
    this.sentence = sentence;
  }
}

/** The server cannot be reached, is being looked after or answers nonsense, as the door page of a hotel's network does. */
export class Offline extends FieldError {
  constructor(sentence = "") { super("offline", sentence); }
}

/** The server answers, but nobody is signed in. */
export class SignedOut extends FieldError {
  constructor() { super("signed_out"); }
}

/** The server refuses, with a sentence. */
export class Refused extends FieldError {
  constructor(sentence) { super("refused", sentence); }
}

/** Not this PIN. `wait`: milliseconds until the next try counts; 0: at once. */
export class WrongPin extends FieldError {
  constructor(wait = 0) {
    super("wrong_pin");
    this.wait = wait;
  }
}

/** A PIN has 6 to 12 digits. */
export class BadPin extends FieldError {
  constructor() { super("bad_pin"); }
}

/** The phone has no room left; nothing of the act was kept. */
export class StorageFull extends FieldError {
  constructor() { super("storage_full"); }
}

/** The lease is over: its list is gone from the phone, and nothing is added any more. */
export class LeaseOver extends FieldError {
  constructor() { super("lease_over"); }
}

/** Something is unsent. `waiting`, `refused`: how many; `sentence`: what the server misses, where it said so. */
export class StillWaiting extends FieldError {
  constructor(waiting, refused = 0, sentence = "") {
    super("still_waiting", sentence);
    this.waiting = waiting;
    this.refused = refused;
  }
}

/** This visit is on this phone already. `lease`: where. */
export class AlreadyHere extends FieldError {
  constructor(lease) {
    super("already_here");
    this.lease = lease;
  }
}
