import type { transform as english } from "../en/transform";

export const transform: Record<keyof typeof english, string> = {
  "transform.title": "Jawaban {name} untuk banyak objek",
  "transform.crumb": "Transformasi kelompok",
  "transform.intro":
    "Menanyakan setiap objek dalam satu folder kepada model, dan menyimpan jawabannya di folder lain.",
  "transform.submit": "Mulai",
  "transform.failed": "Transformasi kelompok tidak diterima",
  "transform.failedFix": "Perbaiki hal yang disebutkan di atas, lalu tekan Mulai lagi.",
  "transform.input": "Masukan",
  "transform.inputMore": "Folder berisi objek yang ditanyakan kepada model.",
  "transform.content": "Jenis isi",
  "transform.pictures": "Gambar, satu per objek",
  "transform.texts": "Teks",
  "transform.byLine": "Setiap baris adalah satu teks",
  "transform.byLineMore": "Jika tidak, setiap objek adalah satu teks.",
  "transform.output": "Keluaran",
  "transform.outputMore": "Setiap jawaban bernama seperti objeknya, ditambah .out.",
  "transform.outputHint": "Jawaban berupa label dan probabilitas, dalam JSON.",
  "transform.name": "Nama transformasi kelompok",
  "transform.nameMore": "Model dengan nama ini ikut dibuat.",
  "transform.name.taken": "Sudah ada transformasi kelompok atau model dengan nama ini.",

  "transform.failedToShow": "Transformasi kelompok ini tidak dapat ditampilkan",
  "transform.failure": "Transformasi kelompok ini gagal",
  "transform.failureMore":
    "Jawaban semua objek lain ada; log menyebut setiap objek yang tidak terjawab. Perbaiki atau hapus objek itu, lalu mulai lagi.",
  "transform.stop.more":
    "Yang sudah terjawab utuh tetap ada. Transformasi kelompok yang dihentikan tidak dapat dilanjutkan.",
  "transform.about": "Tentang transformasi kelompok ini",
  "transform.open": "Lihat jawaban",
  "transform.model": "Model yang menjawab",
  "transform.question": "Satu pertanyaan adalah",
  "transform.question.line": "satu baris",
  "transform.question.text": "satu objek berisi teks",
  "transform.question.object": "satu objek",
  "transform.arn": "ARN pekerjaan transformasi",
};
