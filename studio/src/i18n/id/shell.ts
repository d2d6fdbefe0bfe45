import type { shell as english } from "../en/shell";

export const shell: Record<keyof typeof english, string> = {
  "shell.product": "Sempurna Studio",
  "shell.brand": "Sempurna",
  "shell.short": "Studio",
  "shell.navigation": "Halaman",
  "shell.openNavigation": "Buka daftar halaman",
  "shell.closeNavigation": "Tutup daftar halaman",
  "shell.breadcrumbs": "Posisi Anda",
  "shell.language": "Bahasa",
  "shell.theme": "Tampilan",
  "shell.theme.system": "Ikuti sistem",
  "shell.theme.light": "Terang",
  "shell.theme.dark": "Gelap",
  "shell.signOut": "Keluar",
  "shell.signedInAs": "Masuk sebagai {identity}",
  "shell.lost": "Koneksi ke server terputus",
  "shell.lostMore":
    "Studio mencoba lagi setiap dua detik dan akan berlanjut sendiri. Pekerjaan tetap berjalan tanpanya. Jika tidak kunjung tersambung, periksa apakah “sempurna serve” masih berjalan.",
  "shell.back": "Server kembali menjawab.",
  "shell.dismiss": "Tutup",
  "shell.tryAgain": "Coba lagi",
  "shell.copy": "Salin",
  "shell.copied": "Tersalin",
  "shell.copyFailed": "Tidak dapat disalin",
  "shell.loading": "Memuat…",
  "shell.noPage": "Halaman ini tidak ada",
  "shell.noPageMore": "Alamat tersebut tidak mengarah ke mana pun. Lanjutkan dari daftar model.",
  "shell.toModels": "Lihat model",
  "shell.broken": "Halaman ini mengalami masalah",
  "shell.brokenMore":
    "Muat ulang; tidak ada yang hilang, karena semuanya disimpan oleh server. Penyebabnya:",
  "shell.reload": "Muat ulang",
  "shell.stale": "Yang ditampilkan di sini mungkin tidak mutakhir",
  "shell.noLanguage": "{language} tidak dapat diambil. Pilih sekali lagi, atau muat ulang halaman.",
  "shell.yes": "Ya",
  "shell.no": "Tidak",
  "shell.whatToDo.denied":
    "Minta pengelola server memberi Anda izin (policy) untuk ini, atau masuk sebagai orang lain.",
  "shell.whatToDo.lost": "Permintaan akan diulang otomatis begitu server menjawab.",
  "shell.whatToDo.pressAgain": "Tekan tombolnya lagi begitu server menjawab.",
  "shell.whatToDo.renewed":
    "Studio di server sudah berbeda dari saat halaman ini dimuat. Muat ulang halaman.",
  "shell.whatToDo.clock":
    "Jam mesin ini atau jam server salah, sehingga tanda tangan permintaan tidak berlaku. Setel dengan benar, lalu coba lagi.",
  "shell.whatToDo.page":
    "Ini kesalahan halaman, bukan kesalahan Anda. Muat ulang; tidak ada yang hilang, karena semuanya disimpan oleh server.",
  "shell.whatToDo.server": "Log server memuat keterangan lebih lanjut. Coba lagi sebentar lagi.",
  "shell.whatToDo.busy": "Terlalu banyak permintaan sekaligus. Coba lagi sebentar lagi.",
};
