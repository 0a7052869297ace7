"""Reading the folder of a regency (design §10, ``load_kabupaten``): pure, no ORM. Every fault is found in one go."""

from kecamatan.loading.faults import Fault, Faulty
from kecamatan.loading.regency import DesaRow, DriveFacts, KabupatenFacts, KecamatanRow, Regency, read_regency

__all__ = [
    "DesaRow",
    "DriveFacts",
    "Fault",
    "Faulty",
    "KabupatenFacts",
    "KecamatanRow",
    "Regency",
    "read_regency",
]
