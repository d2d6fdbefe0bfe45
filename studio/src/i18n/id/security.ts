import type { security as english } from "../en/security";

export const security: Record<keyof typeof english, string> = {
  "security.find": "Cari",
  "security.input": "Ketik",
  "security.how": "{what}: dari daftar, atau diketik",
  "security.none": "Tidak ada yang dapat dipilih. Pilih “Ketik” untuk mengisinya sendiri.",
  "security.nothing": "Tidak ada",
  "security.choose": "Pilih satu",
  "security.typed": "Daftarnya tidak dapat diambil, jadi ketiklah. Kata server: {why}",

  "snippets.title": "Hal yang sama sebagai perintah atau program",
  "snippets.keys":
    "Kunci akses Anda diambil dari lingkungan atau dari profil AWS Anda, seperti pada klien AWS mana pun.",
};
