"""The head of every paper of an office, and who signs at its foot. Pure: no ORM, no request."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Letterhead:
    """The head of every paper. ``government``: "Pemerintah Kabupaten …"; ``lines``: address, phone, e-mail; ``crest``: a
    picture that ``crest.checked`` let pass, or None."""

    government: str
    office: str
    lines: tuple[str, ...] = ()
    crest: bytes | None = field(default=None, repr=False)

    def values(self) -> dict:
        return {
            "government": self.government,
            "office": self.office,
            "lines": [line for line in self.lines if line.strip()],
            "crest": self.crest,
        }


def contact_lines(address: str, phone: str, email: str) -> tuple[str, ...]:
    """The small lines of a letterhead; what is empty is left out."""
    reached = [f"{name} {value}" for name, value in (("Telepon", phone), ("Pos-el", email)) if value]
    return tuple(line for line in (address, ", ".join(reached)) if line)


def nip_text(nip: str) -> str:
    """``19680512 199003 1 004``; what has not 18 digits, as it is."""
    return " ".join((nip[:8], nip[8:14], nip[14], nip[15:])) if len(nip) == 18 else nip


@dataclass(frozen=True)
class Signer:
    """Who signs. ``prefix``: a.n., Plt., Plh. or nothing; with a.n. ``on_behalf_of`` is the office that is signed for."""

    title: str
    name: str = ""
    rank: str = ""
    nip: str = ""
    prefix: str = ""
    on_behalf_of: str = ""

    def values(self) -> dict:
        return {"titles": self._titles(), "name": self.name, "rank": self.rank, "nip": nip_text(self.nip)}

    def _titles(self) -> list[str]:
        if self.prefix and self.on_behalf_of:
            return [f"{self.prefix} {self.on_behalf_of}", f"{self.title},"]
        return [f"{self.prefix} {self.title},".strip()]
