"""What columns may mean, and the names that SIAK, offices, villages and schools give them. Pure."""

import difflib
import re
import unicodedata
from enum import StrEnum

from outreach.reading.plain import without_marks


class Meaning(StrEnum):
    """What the cells of a column are about. A petugas chooses among these for a column whose name says nothing."""

    NUMBER = "number"
    NIK = "nik"
    NO_KK = "no_kk"
    NAME = "name"
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    BIRTH_PLACE = "birth_place"
    BIRTH_DATE = "birth_date"
    BIRTH = "birth"
    AGE = "age"
    MARRIED = "married"
    ADDRESS = "address"
    RT = "rt"
    RW = "rw"
    RT_RW = "rt_rw"
    DUSUN = "dusun"
    DESA = "desa"
    KECAMATAN = "kecamatan"
    DESA_CODE = "desa_code"
    KECAMATAN_CODE = "kecamatan_code"
    NO_PROP = "no_prop"
    NO_KAB = "no_kab"
    NO_KEC = "no_kec"
    NO_KEL = "no_kel"
    PHONE = "phone"
    SCHOOL = "school"
    DISABILITY = "disability"
    STATUS = "status"
    STATUS_CODE = "status_code"
    NOTE = "note"
    HOME_VISIT = "home_visit"
    RESIDENT = "resident"
    IGNORED = "ignored"


#: Names as they stand in headers, evened out by ``header_key``; the order of two words does not matter.
_NAMES: dict[Meaning, str] = {
    Meaning.NUMBER: "no, nomor, no urut, nomor urut, nourut, urut, num, #",
    Meaning.NIK: "nik, no nik, nomor nik, n i k, nomor induk kependudukan, no induk kependudukan, nik ktp, no ktp, "
    "nomor ktp, nik penduduk, no ktp nik, nik anggota, nik siswa, national id",
    Meaning.NO_KK: "no kk, nokk, nomor kk, kk, n o k k, no kartu keluarga, nomor kartu keluarga, no kartu kel, nkk, "
    "kartu keluarga, family card",
    Meaning.NAME: "nama, nama lengkap, nama lgkp, nama penduduk, nama siswa, nama pemilih, nama warga, nm lengkap, "
    "nama sesuai kk, nama anggota keluarga, nama peserta didik, nama sasaran, name, full name, nama nama",
    Meaning.SEX: "jenis kelamin, jenis klmin, jenis klm, jns kelamin, jk, j k, l p, lp, jk l p, jenis kelamin l p, "
    "kelamin, sex, gender, jenkel, lk pr, kel l p, jns klmn, jenis klamin",
    Meaning.MALE: "l, laki laki, lk, jenis kelamin l, jenis kelamin lk, jenis kelamin laki laki, jk l, pria",
    Meaning.FEMALE: "p, perempuan, pr, jenis kelamin p, jenis kelamin pr, jenis kelamin perempuan, jk p, wanita",
    Meaning.BIRTH_PLACE: "tempat lahir, tmpt lhr, tmp lahir, tmpt lahir, tpt lahir, tempat lhr, kota lahir, tempat",
    Meaning.BIRTH_DATE: "tanggal lahir, tgl lhr, tgl lahir, tgllahir, tanggal lhr, tgl, lahir, tanggal, date of birth, "
    "dob, birth date, tgl lahir dd mm yyyy, tanggal lahir dd mm yyyy, tgl lahir hh bb tttt",
    Meaning.BIRTH: "tempat tanggal lahir, tempat tgl lahir, ttl, tempat dan tanggal lahir, tmp tgl lahir, t t l, "
    "tempat dan tgl lahir, tmpt tgl lahir, tempat tanggal lhr",
    Meaning.AGE: "umur, usia, umur thn, usia tahun, umur tahun, age, usia thn",
    Meaning.MARRIED: "status kawin, stat kwn, status perkawinan, stat kawin, status nikah, sts kawin, kawin, "
    "status pernikahan, stat hbkwn, b s p, s b p, kawin belum kawin",
    Meaning.ADDRESS: "alamat, alamat lengkap, alamat rumah, alamat domisili, alamat kk, jalan, nama jalan, jln, "
    "alamat jalan, alamat tempat tinggal, address, alamat sesuai kk",
    Meaning.RT: "rt, no rt, r t, nomor rt",
    Meaning.RW: "rw, no rw, r w, nomor rw",
    Meaning.RT_RW: "rt rw, rtrw, no rt rw, alamat rt rw",
    Meaning.DUSUN: "dusun, nama dusun, lingkungan, dusun lingkungan, kampung, dsn, dusun lingk, parit",
    Meaning.DESA: "desa, kelurahan, desa kel, desa kelurahan, kel desa, kelurahan desa, nama desa, nama kel, nama kelurahan, "
    "nama desa kelurahan, kel, ds kel, desa lurah, kel name, village, nama desa kel, nama kel desa",
    Meaning.KECAMATAN: "kecamatan, kec, nama kecamatan, nama kec, kec name, district, wilayah kecamatan",
    Meaning.DESA_CODE: "kode desa, kode kelurahan, kode desa kel, kode wilayah, kode kel, kd desa, kd kel, kode, "
    "kode kemendagri, kode desa kelurahan, kode wil, id desa, kode lengkap",
    Meaning.KECAMATAN_CODE: "kode kecamatan, kode kec, kd kec, id kecamatan",
    Meaning.NO_PROP: "no prop, no provinsi, kode prop, kode provinsi, kd prop, no propinsi, kode propinsi",
    Meaning.NO_KAB: "no kab, no kabupaten, kode kab, kode kabupaten, kd kab, no kabkota, kode kab kota, no kab kota",
    Meaning.NO_KEC: "no kec, no kecamatan, nokec",
    Meaning.NO_KEL: "no kel, no desa, no kelurahan, nokel, no kel desa",
    Meaning.PHONE: "no hp, hp, no telp, telepon, no telepon, telp, nomor hp, nomor telepon, kontak, no wa, wa, "
    "whatsapp, handphone, no handphone, phone, no telpon, no hp wa, telp hp",
    Meaning.SCHOOL: "sekolah, nama sekolah, asal sekolah, school, sekolah asal, satuan pendidikan, nama satuan pendidikan, "
    "npsn",
    Meaning.DISABILITY: "ket disabilitas, disabilitas, jenis disabilitas, kecacatan, penyandang cacat, kondisi khusus, "
    "kebutuhan khusus",
    Meaning.STATUS: "status rekam, status perekaman, status ktp, status ktp el, sts rekam, "
    "status ektp, status e ktp, status rekam ktp, status, ket rekam, wktp ket, status wktp, keterangan rekam",
    Meaning.STATUS_CODE: "current status code, status code, kode status, kode status rekam",
    Meaning.NOTE: "keterangan, ket, catatan, note, keterangan lain, ket lain",
    Meaning.HOME_VISIT: "kunjungan rumah, home visit",
    #: By this one an export of ours is known when it comes back.
    Meaning.RESIDENT: "id e ktp",
    Meaning.IGNORED: "agama, nama ibu, nama lgkp ibu, nama ayah, nama lgkp ayah, nik ibu, nik ayah, pekerjaan, jenis pkrjn, "
    "pendidikan, pddk akh, gol darah, golongan darah, stat hbkel, shdk, hubungan keluarga, kewarganegaraan, "
    "provinsi, kabupaten, kabupaten kota, nama prop, nama kab, kode pos, tanda tangan, paraf, ttd, kelas, tps, "
    "no tps, nisn, nis, jurusan, kepala keluarga, nama kepala keluarga, nama kep kel, reason, alasan",
}
#: Titles of the column that ``faulty_rows`` adds. It is passed over, and a list with it is still of the shape it had.
REASON_TITLES = frozenset({"reason", "alasan"})


def header_key(text: str) -> str:
    """``text`` as words in small letters: "TGL_LHR" and "Tgl. Lhr" give "tgl lhr"; a remark in brackets stays."""
    plain = unicodedata.normalize("NFKD", without_marks(text)).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+|#", plain))


def _sorted(key: str) -> str:
    return "".join(sorted(key.split()))


_BY_KEY = {_sorted(header_key(name)): meaning for meaning, names in _NAMES.items() for name in names.split(",")}
_BY_KEY |= {
    header_key(name).replace(" ", ""): meaning for meaning, names in _NAMES.items() for name in names.split(",")
}


def meaning_of(text: str) -> Meaning | None:
    """What a column of this name means, where its name is known; None where it is not."""
    key = header_key(text)
    if not key:
        return None
    without_remark = header_key(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text))
    for one in dict.fromkeys((key, without_remark)):
        found = _BY_KEY.get(one.replace(" ", "")) or _BY_KEY.get(_sorted(one))
        if found:
            return found
    return None


def candidates(text: str) -> tuple[Meaning, ...]:
    """What a column of an unknown name may mean, likeliest first, at most four."""
    key = header_key(text)
    words = set(key.split())
    if not words:
        return ()
    scores: dict[Meaning, float] = {}
    for meaning, names in _NAMES.items():
        for name in map(header_key, names.split(",")):
            shared = len(words & set(name.split())) / max(len(words), len(name.split()))
            alike = difflib.SequenceMatcher(None, key.replace(" ", ""), name.replace(" ", "")).ratio()
            scores[meaning] = max(scores.get(meaning, 0), shared, alike)
    likely = sorted((meaning for meaning in scores if scores[meaning] >= 0.5), key=lambda one: -scores[one])
    return tuple(likely[:4])
