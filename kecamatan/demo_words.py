"""The invented names and notes of the demo; Indonesian, because they are what people typed there."""

PEOPLE = {
    "admin": "Siti Rahmawati",
    "petugas": "Budi Santoso",
    "pejabat": "H. Zulkifli",
}
#: Colleagues whose names stand in the ledger; they cannot sign in.
COLLEAGUES = [
    ("rina", "Rina Marlina"),
    ("hendra", "Hendra Gunawan"),
    ("yuli", "Yuliana Putri"),
    ("fauzan", "Ahmad Fauzan"),
]
FIRST = [
    "Ahmad", "Muhammad", "Abdul", "Syaiful", "Baharuddin", "Ambo", "Andi", "Sutrisno", "Suparman", "Hasan",
    "Ridwan", "Marzuki", "Nurdin", "Kasim", "Siti", "Nur", "Rosmini", "Sri", "Erna", "Hermanto",
]  # fmt: skip
LAST = [
    "Yusuf", "Hamid", "Rahman", "Effendi", "Lubis", "Tang", "Wahyudi", "Saputra", "Mulyadi", "Siregar",
    "Halim", "Jafar", "Maryani", "Hidayat", "Ismail", "Handayani", "Basri", "Sofyan", "Aminah", "Kurniawan",
]  # fmt: skip
#: (level, name after the level)
SCHOOLS = [
    ("SMA", "Negeri Contoh 1"),
    ("SMA", "Negeri Contoh 2"),
    ("SMK", "Negeri Contoh 1"),
    ("MA", "Nurul Contoh"),
    ("SMK", "Bahari Contoh"),
    ("MA", "Darul Contoh"),
    ("SMA", "Pesisir Contoh"),
    ("SMK", "Pertanian Contoh"),
    ("SMA", "Negeri Contoh 3"),
    ("MA", "Hidayatul Contoh"),
    ("SMK", "Negeri Contoh 2"),
    ("SMA", "Rawa Contoh"),
    ("MA", "Miftahul Contoh"),
    ("SMK", "Kelautan Contoh"),
]
VISIT = [
    "Jemput bola di kantor desa",
    "Jemput bola di balai desa",
    "Jemput bola di sekolah, siswa kelas XI dan XII",
    "Jemput bola, dua alat rekam",
    "Jemput bola, listrik padam satu jam",
    "Jemput bola sampai sore",
    "",
]
OFFICE = ["", "", "", "", "Rekam di kantor dinas", "Rekam di kantor camat", "Rekam di UPT", "Datang sendiri"]
ADDED = ["Genap 17 tahun", "Genap 17 tahun minggu ini", "Genap 17 tahun, daftar dari SIAK", "Pindah datang", ""]
ELSEWHERE = ["Sudah rekam di Kota Jambi", "Rekam di luar daerah", "Rekam di tempat kuliah", "Rekam di Batam", ""]
REMOVED = [
    "Meninggal dunia",
    "Pindah keluar",
    "Data ganda",
    "Pindah ke kabupaten lain",
    "Belum wajib, salah tahun lahir",
]
LATE = ["Terlambat dimasukkan: tidak ada sinyal", "Berkas baru sampai", "Terlambat: petugas di lapangan"]
#: Where a screen hangs.
SCREEN = "Ruang rapat"
