import type { settings as english } from "../en/settings";

export const settings: Record<keyof typeof english, string> = {
  "settings.title": "Pengaturan",
  "settings.failed": "Pengaturan server tidak dapat ditampilkan",
  "settings.looks": "Halaman ini",
  "settings.looksMore": "Disimpan oleh peramban ini.",
  "settings.defaults": "Nilai bawaan",
  "settings.defaultsMore":
    "Terisi untuk semua orang di halaman Latih dan Terapkan. Pengelola server mengaturnya dalam config.yaml dari SageMaker SDK.",
  "settings.none": "Tidak ada",
  "settings.server": "Server ini",
  "settings.identity": "Masuk sebagai",
  "settings.account": "Akun",
  "settings.region": "Wilayah",
  "settings.address": "Alamat untuk klien AWS",
  "settings.cpus": "Prosesor",
  "settings.memory": "Memori yang tersedia",

  "compare.crumb": "Bandingkan",
  "compare.title": "Perbandingan {count} pekerjaan",
  "compare.intro": "Yang berbeda dicetak tebal.",
  "compare.curvesMore":
    "Dari tiap pekerjaan diambil hasil validasinya, atau pelatihannya bila tidak ada validasi.",
  "compare.settings": "Hasil dan pengaturan",
  "compare.brief": "Hanya yang berbeda",
  "compare.same": "Tidak ada yang berbeda.",
  "compare.what": "Hal",
  "compare.fact.model": "Model induk",
  "compare.fact.data": "Data latih",
  "compare.fact.instance": "Jenis instans",
  "compare.fact.status": "Keadaan",
};
