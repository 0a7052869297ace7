"""The texts an office starts with: letters, and messages for WhatsApp, in official Indonesian. Pure."""

from outreach.papers.letter_text import Kind

#: The "Hal" of a letter of each kind.
SUBJECTS = {
    Kind.VILLAGE: "Jemput Bola Perekaman KTP-el",
    Kind.SCHOOL: "Perekaman KTP-el bagi Pemilih Pemula",
    Kind.REMINDER: "Pengingat Jemput Bola Perekaman KTP-el",
    Kind.THANKS: "Ucapan Terima Kasih dan Hasil Perekaman KTP-el",
}

_DETAILS = """\
Hari/Tanggal : {hari}, {tanggal}
Pukul : {jam}
Tempat : {tempat}
"""

LETTERS = {
    Kind.VILLAGE: """\
Dengan hormat, dalam rangka mempercepat penuntasan perekaman KTP-el di {kabupaten}, {dinas} akan melaksanakan \
pelayanan jemput bola perekaman KTP-el bagi warga {wilayah}, yang akan dilaksanakan pada:

"""
    + _DETAILS
    + """\
Sasaran : {jumlah} ({jumlah_terbilang}) orang
Yang dibawa : {dibawa}

Sehubungan dengan hal tersebut, kami mohon bantuan Saudara untuk:

1. mengumumkan kegiatan ini dan mengumpulkan warga yang belum melakukan perekaman di tempat dan pada waktu tersebut;
2. menyiapkan ruangan, meja, kursi, dan aliran listrik bagi petugas;
3. menyampaikan kepada petugas nama warga lanjut usia, sakit, atau penyandang disabilitas yang perlu didatangi ke rumah.

Mohon kesediaan Saudara mengonfirmasi waktu dan tempat kegiatan dengan memindai kode QR pada surat ini atau membuka \
{tautan}. Narahubung: {kontak}.

Demikian disampaikan, atas perhatian dan kerja sama Saudara diucapkan terima kasih.
""",
    Kind.SCHOOL: """\
Dengan hormat, dalam rangka pemenuhan hak pilih bagi pemilih pemula, {dinas} akan melaksanakan perekaman KTP-el bagi \
siswa yang telah berusia 16 (enam belas) tahun atau lebih di {wilayah}, yang akan dilaksanakan pada:

"""
    + _DETAILS
    + """\
Sasaran : {jumlah} ({jumlah_terbilang}) siswa
Yang dibawa : {dibawa}

Sehubungan dengan hal tersebut, kami mohon bantuan Bapak/Ibu untuk:

1. memberitahukan kegiatan ini kepada siswa dan orang tua/wali;
2. mengatur kehadiran siswa menurut kelas agar kegiatan belajar tidak terganggu;
3. menyiapkan ruangan, meja, kursi, dan aliran listrik bagi petugas.

Mohon kesediaan Bapak/Ibu mengonfirmasi waktu dan tempat kegiatan dengan memindai kode QR pada surat ini atau membuka \
{tautan}. Narahubung: {kontak}.

Demikian disampaikan, atas perhatian dan kerja sama Bapak/Ibu diucapkan terima kasih.
""",
    Kind.REMINDER: """\
Menindaklanjuti surat kami Nomor {nomor_surat} tanggal {tanggal_surat}, dengan hormat kami ingatkan kembali bahwa \
pelayanan jemput bola perekaman KTP-el bagi {wilayah} akan dilaksanakan pada:

"""
    + _DETAILS
    + """\
Sasaran : {jumlah} orang
Yang dibawa : {dibawa}

Mohon bantuan Saudara agar warga yang belum melakukan perekaman hadir pada waktu tersebut. Apabila waktu atau tempat \
perlu diubah, mohon disampaikan melalui {tautan} atau kepada {kontak}.

Demikian disampaikan, atas perhatian dan kerja sama Saudara diucapkan terima kasih.
""",
    Kind.THANKS: """\
Dengan hormat, bersama ini disampaikan bahwa pelayanan jemput bola perekaman KTP-el bagi {wilayah} pada hari {hari}, \
{tanggal}, bertempat di {tempat}, telah dilaksanakan dengan hasil sebagai berikut:

Sasaran : {jumlah} orang
Hadir : {hadir} orang
Direkam : {direkam} orang
Belum direkam : {belum} orang

Atas bantuan dan kerja sama Saudara, kami mengucapkan terima kasih. Kami berharap warga yang belum melakukan perekaman \
dapat diarahkan untuk melakukannya di kantor {dinas} sebelum tanggal {batas}.

Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih.
""",
}

MESSAGES = {
    Kind.VILLAGE: """\
Yth. {kepala},

Kami dari {dinas} {kabupaten} akan melaksanakan perekaman KTP-el bagi warga {wilayah}:

Hari/Tanggal: {hari}, {tanggal}
Pukul: {jam}
Tempat: {tempat}
Sasaran: {jumlah} orang
Yang dibawa: {dibawa}

Mohon bantuan Bapak/Ibu mengumpulkan warga di tempat tersebut, dan mengonfirmasi waktu dan tempat melalui tautan ini:
{tautan}

Narahubung: {kontak}. Terima kasih.
""",
    Kind.SCHOOL: """\
Yth. {kepala},

Kami dari {dinas} {kabupaten} akan melaksanakan perekaman KTP-el bagi siswa berusia 16 tahun atau lebih di {wilayah}:

Hari/Tanggal: {hari}, {tanggal}
Pukul: {jam}
Tempat: {tempat}
Sasaran: {jumlah} siswa
Yang dibawa: {dibawa}

Mohon Bapak/Ibu mengonfirmasi waktu dan tempat melalui tautan ini:
{tautan}

Narahubung: {kontak}. Terima kasih.
""",
    Kind.REMINDER: """\
Yth. {kepala},

Kami ingatkan kembali: perekaman KTP-el bagi {wilayah} dilaksanakan {sisa_hari} hari lagi.

Hari/Tanggal: {hari}, {tanggal}
Pukul: {jam}
Tempat: {tempat}
Yang dibawa: {dibawa}

Bila waktu atau tempat perlu diubah, mohon disampaikan melalui {tautan} atau kepada {kontak}. Terima kasih.
""",
    Kind.THANKS: """\
Yth. {kepala},

Terima kasih atas bantuan Bapak/Ibu pada perekaman KTP-el bagi {wilayah} tanggal {tanggal}. Hasilnya: hadir {hadir} \
orang, direkam {direkam} orang, belum direkam {belum} orang. Warga yang belum direkam mohon diarahkan ke kantor {dinas} \
sebelum tanggal {batas}.
""",
}
