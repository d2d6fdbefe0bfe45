import type { session as english } from "../en/session";

export const session: Record<keyof typeof english, string> = {
  "session.title": "Masuk",
  "session.intro": "Latih model dengan gambar atau teks Anda sendiri.",
  "session.key": "Kunci akses",
  "session.keyHint": "Diawali dengan AKIA.",
  "session.secret": "Kunci rahasia",
  "session.submit": "Masuk",
  "session.where": "Di mana kunci saya?",
  "session.where.first":
    "Saat pertama kali dijalankan, server menulis kunci “admin” ke berkas “credentials” di folder datanya, biasanya di sini:",
  "session.where.other":
    "Kunci untuk orang lain dibuat, dan hanya ditampilkan sekali, dengan perintah:",
  "session.kept":
    "Kunci segera ditukar dengan kredensial yang berlaku satu jam, yang diperbarui selama Anda memakai Studio. Kunci itu sendiri tidak disimpan.",
  "session.needKey": "Masukkan kunci akses.",
  "session.needSecret": "Masukkan kunci rahasia.",
  "session.failed": "Gagal masuk",
  "session.failedKey":
    "Periksa apakah keduanya tersalin utuh, dan apakah kunci itu milik salah satu identitas server ini.",
  "session.expired": "Sesi Anda telah berakhir",
  "session.expiredMore": "Masuk lagi untuk melanjutkan dari tempat terakhir.",
  "session.signedOut": "Anda telah keluar.",
  "session.link": "Sedang masuk lewat tautan…",
  "session.linkFailed": "Tautan ini tidak berlaku lagi",
  "session.linkLost": "Buka tautan itu lagi begitu server menjawab.",
  "session.linkFailedMore":
    "Tautan hanya berlaku sekali, selama lima menit, di mesin server itu sendiri. Jalankan ulang server untuk tautan baru, atau masuk dengan kunci akses.",
};
