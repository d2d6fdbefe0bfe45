import type { templates as english } from "../en/templates";

export const templates: Record<keyof typeof english, string> = {
  "templates.title": "Templat",
  "templates.intro":
    "Pengaturan pekerjaan yang disimpan, bagi semua yang boleh membacanya. Buka satu untuk melatih dengannya.",
  "templates.name": "Nama templat",
  "templates.savedAt": "Disimpan",
  "templates.none": "Belum ada templat",
  "templates.noneMore":
    "Buka pekerjaan pelatihan yang sudah berakhir, lalu tekan “Simpan sebagai templat”.",
  "templates.failedToList": "Daftar templat tidak dapat diambil",
  "templates.failedToShow": "Templat ini tidak dapat ditampilkan",
  "templates.notOne": "Ini bukan templat yang disimpan oleh Studio.",
  "templates.show": "Lihat templat",
  "templates.save": "Simpan sebagai templat",
  "templates.save.more":
    "Menyimpan model, data, hiperparameter, dan semua pengaturan lain pekerjaan ini, tanpa namanya.",
  "templates.save.confirm": "Simpan",
  "templates.save.failed": "Templat tidak disimpan",
  "templates.saved": "Disimpan sebagai templat.",
  "templates.taken": "Sudah ada templat dengan nama ini. Pilih nama lain.",
  "templates.delete": "Hapus templat",
  "templates.delete.more": "Pekerjaan yang dibuat dengannya tetap seperti adanya.",
  "templates.delete.failed": "Templat tidak dihapus",
};
