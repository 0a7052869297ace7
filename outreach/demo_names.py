"""Invented names of people as they are borne in Tanjung Jabung Timur: Malay, Bugis, Javanese, Banjar. Pure.

In capitals, as the centre's lists write them, with the usual spellings: MUH., ABD., doubled letters, names of one word.
Every name is put together by chance from common ones, so that of any real person only by chance.
"""

from dataclasses import dataclass
from random import Random

from outreach.nik import Sex


@dataclass(frozen=True)
class Stock:
    """First and second names of one people and sex, the old and the young."""

    old: tuple[str, ...]
    young: tuple[str, ...]
    last_old: tuple[str, ...]
    last_young: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.upper().split())


_MODERN_MEN = _words(
    "pratama saputra ramadhan maulana hidayat kurniawan firmansyah setiawan nugraha alfarizi syahputra ardiansyah"
    " prayoga wijaya fadillah akbar febrian hakim anugrah rizki"
)
_MODERN_WOMEN = _words(
    "putri lestari rahmawati aulia safitri maharani anggraini ramadhani permatasari wulandari oktaviani azzahra"
    " khairunnisa amelia salsabila febrianti novitasari hidayah utami kirana"
)
_STOCKS = {
    ("malay", Sex.MALE): Stock(
        _words("abdullah zainuddin m.yusuf hasan usman ibrahim marzuki jamaluddin bakri sulaiman harun sayuti"),
        _words(
            "rizky fajar dimas aldi ilham rahmat rian zaki fikri hafiz yoga reza iqbal arif wahyu doni andre farhan"
        ),
        _words("hamid rahman ismail saleh idris yahya ahmad effendi nasir jafar"),
        _MODERN_MEN,
    ),
    ("malay", Sex.FEMALE): Stock(
        _words("fatimah aminah rohani maimunah zubaidah khadijah halimah ramlah saodah salmah rukiah"),
        _words("nabila aisyah zahra dinda intan nadia rara salsa tiara annisa putri syifa mutia wulan suci bunga dela"),
        _words("binti-hasan binti-usman binti-saleh binti-abdullah"),
        _MODERN_WOMEN,
    ),
    ("bugis", Sex.MALE): Stock(
        _words("ambo baso beddu lahamuddin mappiasse patta daeng-masse tahang sanusi makkulau latang baharuddin"),
        _words(
            "andi-rifki andi-akbar baso-aldi ardi irfan akmal asdar herman sudirman anwar syahrul amiruddin kaharuddin"
        ),
        _words("tang tuo dalle asse upe sakka lolo mattola"),
        (*_MODERN_MEN, "TANG", "ASWAD", "ASHARI"),
    ),
    ("bugis", Sex.FEMALE): Stock(
        _words("indo besse i-tenri daeng-tacella hasnah sitti-aminah nurhayati i-mase saenab marhumah hapsah"),
        _words("andi-tenri besse-nur hasriani nurfadillah irmayanti hasnidar rosdiana nurlela sri-wahyuni jumriani"),
        _words("upe tang dalle lebbi sessu rola"),
        (*_MODERN_WOMEN, "TENRI", "HASANAH"),
    ),
    ("javanese", Sex.MALE): Stock(
        _words("sutrisno wagiman paijo suparman tukiran sarno ngadimin poniman sukarno slamet katiman mujiono suwito"),
        _words("bayu agus eko dwi joko yudha bagas adi galih danang rendi tri anggi wahyu aditya ari dicky nanang"),
        _words("wiyono santoso raharjo hadi utomo widodo"),
        (*_MODERN_MEN, "PRASETYO", "SANTOSO", "NUGROHO", "SUSANTO"),
    ),
    ("javanese", Sex.FEMALE): Stock(
        _words("sumiati painem tukinah suparti ngatinah sutinah legiyem wagiyem poniyem sri mujiati katinem rubiyah"),
        _words("sri dwi tri rini eka dewi ayu ratna endang novi puji retno yuni indah fitri wahyuni ningsih desi"),
        _words("lestari rahayu ningsih wati astuti"),
        (*_MODERN_WOMEN, "NINGSIH", "RAHAYU", "ASTUTI", "HANDAYANI"),
    ),
    ("banjar", Sex.MALE): Stock(
        _words("syahrani abdussamad masrani gazali hamdani anang basrani aspiani jumberi utuh arbain darmansyah"),
        _words("rusdiansyah akhmad-rifani maulana-ihsan noor-ipansyah hairil fahrurazi rahmadi syarifuddin yusransyah"),
        _words("noor syahdan basri asmuni gafuri"),
        (*_MODERN_MEN, "NOOR", "ANSHARI"),
    ),
    ("banjar", Sex.FEMALE): Stock(
        _words("norhasanah galuh masitah arbayah siti-jaleha rusmini mastora jamilah hatmah norsehan"),
        _words("norlaila mahmudah nor-hikmah rina-hayati norliana siti-raudah maulida noorhalisa rahimah zaitun"),
        _words("hayati wati nor"),
        (*_MODERN_WOMEN, "HAYATI", "RAUDAH"),
    ),
}
#: How many of each live here, roughly.
_PEOPLES = {"malay": 30, "bugis": 30, "javanese": 28, "banjar": 12}
_IN_FRONT_MEN = ("MUHAMMAD", "MUH.", "M.", "MOHD.", "ABD.", "ABDUL", "AHMAD", "ACHMAD")
_IN_FRONT_WOMEN = ("SITI", "SITTI", "NUR", "NURUL")
#: Spellings of one sound that clerks mix up.
_SPELLINGS = (("RIZKY", "RIZKI"), ("SY", "SJ"), ("DH", "D"), ("LL", "L"), ("F", "P"), ("H", ""), ("Y", "I"))

BIRTH_PLACES = (
    "MUARA SABAK", "NIPAH PANJANG", "MENDAHARA", "KAMPUNG LAUT", "RANTAU RASAU", "DENDANG", "SUNGAI LOKAN",
    "TANJUNG JABUNG TIMUR", "JAMBI", "KUALA TUNGKAL",
)  # fmt: skip
BIRTH_PLACES_AWAY = {"javanese": ("WONOGIRI", "KEBUMEN"), "bugis": ("WAJO", "BONE"), "banjar": ("BANJARMASIN",)}
STREETS = ("JL. LINTAS TIMUR", "JL. PELABUHAN", "JL. DIPONEGORO", "JL. POROS DESA", "JL. MASJID RAYA", "JL. PENDIDIKAN")
DUSUN = ("DUSUN MEKAR", "DUSUN HARAPAN", "DUSUN BAHAGIA", "DUSUN MELATI", "DUSUN SUKA DAMAI", "DUSUN KARYA")


def a_people(chance: Random) -> str:
    """One of the four, by how many of each live here."""
    return chance.choices(list(_PEOPLES), list(_PEOPLES.values()))[0]


def a_name(chance: Random, people: str, sex: Sex, *, old: bool) -> str:
    """A name of one to three words."""
    stock = _STOCKS[(people, sex)]
    first = chance.choice(stock.old if old else stock.young)
    last = chance.choice(stock.last_old if old else stock.last_young)
    words = [first] if chance.random() < (0.5 if old else 0.12) else [first, last]
    front = _IN_FRONT_MEN if sex is Sex.MALE else _IN_FRONT_WOMEN
    if chance.random() < (0.12 if old else 0.28):
        words.insert(0, chance.choice(front))
    name = " ".join(dict.fromkeys(" ".join(words).replace("-", " ").replace("M.YUSUF", "M. YUSUF").split()))
    return name.removesuffix(" BINTI")


def misspelled(chance: Random, name: str) -> str:
    """``name`` as another clerk would write it; never the same. A letter is doubled where nothing else is mixed up."""
    fitting = [(old, new) for old, new in _SPELLINGS if old in name[1:]]
    if fitting:
        old, new = chance.choice(fitting)
        return name[0] + name[1:].replace(old, new, 1)
    index = chance.randrange(1, len(name))
    while not name[index].isalpha():
        index = index % (len(name) - 1) + 1
    return f"{name[:index]}{name[index]}{name[index:]}"


def a_birth_place(chance: Random, people: str, *, old: bool) -> str:
    """Mostly here; where the families came from for some of the old."""
    if old and people in BIRTH_PLACES_AWAY and chance.random() < 0.35:
        return chance.choice(BIRTH_PLACES_AWAY[people])
    return chance.choice(BIRTH_PLACES)


def an_address(chance: Random) -> str:
    """Along a canal (parit), in a dusun or in a street."""
    kind = chance.random()
    if kind < 0.45:
        return f"PARIT {chance.randint(1, 14)}"
    if kind < 0.8:
        return f"{chance.choice(DUSUN)}"
    return f"{chance.choice(STREETS)} NO. {chance.randint(1, 90)}"
