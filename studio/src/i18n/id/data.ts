import type { data as english } from "../en/data";

export const data: Record<keyof typeof english, string> = {
  "data.title": "Data Anda",
  "data.intro": "Telusuri bucket yang boleh Anda lihat, unggah data sendiri, dan periksakan.",
  "data.asData": "Sebagai kumpulan data",
  "data.trainOn": "Latih dengan data ini",
  "data.forModel": "Diperiksa untuk",

  "data.seen": "Yang dilihat model",
  "data.seen.asking": "Menyiapkan contoh…",
  "data.seen.failed": "Contoh tidak dapat disiapkan",
  "data.seen.withheld":
    "Anda sendiri tidak berhak membaca data ini, jadi contohnya tidak ditampilkan.",
  "data.seen.more":
    "Sebagian data latih seperti terlihat pada epoch pertama. Contoh mana yang berada dalam satu batch baru diketahui setelah pekerjaan memeriksa semuanya.",
  "data.seen.augmented": "{width} × {height} piksel, diaugmentasi: setiap epoch mengubahnya lagi.",
  "data.seen.notAugmented": "{width} × {height} piksel, tanpa augmentasi.",
  "data.seen.normalised":
    "Model menerimanya setelah dinormalkan dengan rata-rata {mean} dan simpangan {std}: di sini dari {lowest} sampai {highest}.",
  "data.seen.row": "Baris {row}, {label}",
  "data.seen.cut": "Teksnya lebih panjang: model melihat {longest} token pertama.",
  "data.seen.tokens":
    "Teks dipecah menjadi token dari kosakata model, paling banyak {longest} termasuk token khusus di sekelilingnya.",

  "data.buckets": "Daftar bucket",
  "data.bucket": "Nama bucket",
  "data.way": "Folder yang dibuka",
  "data.contents": "Isi folder yang dibuka",
  "data.name": "Nama",
  "data.size": "Ukuran",
  "data.folder": "Folder",
  "data.object": "Objek",
  "data.find": "Cari menurut nama",
  "data.noneFound": "Tidak ada yang bernama begitu di sini.",
  "data.noBuckets": "Belum ada bucket: unggahan pertama Anda akan membuatnya.",
  "data.emptyFolder": "Belum ada isinya. Unggah sesuatu, atau buka folder lain.",
  "data.bucketsFailed": "Daftar bucket tidak dapat diambil",
  "data.folderFailed": "Isi folder ini tidak dapat diambil",
  "data.bucketsFailedFix": "Jika Anda tahu letak datanya, pilih “Masukkan lokasi S3”.",
  "data.choose": "Pakai folder ini",
  "data.chosen": "Folder ini dipakai",

  "data.drop": "Letakkan folder, berkas, atau arsip zip di sini",
  "data.dropNew": "Menjadi kumpulan data baru di bawah {to}",
  "data.dropOpen": "Masuk ke {to}",
  "data.dropClass":
    "Folder yang langsung berisi gambar adalah satu kelas; folder berikutnya ditempatkan di sebelahnya.",
  "data.oneClass":
    "“{name}” menjadi satu kelas di {to}. Berikan folder kelas berikutnya di sini juga: letaknya di sebelah folder ini.",
  "data.chooseFolder": "Pilih folder",
  "data.chooseFiles": "Pilih berkas",
  "data.reading": "Membaca kiriman Anda…",
  "data.nothing": "Tidak ada berkas yang dapat dipakai. Berikan folder yang ada isinya.",
  "data.uploading": "Mengunggah ke {to}",
  "data.uploadedOf": "{files} dari {allFiles} berkas, {sent} dari {all}",
  "data.stopUpload": "Hentikan unggahan",
  "data.uploaded": "Berkas terunggah: {count}.",
  "data.skipped": "Berkas tersembunyi yang dilewati: {count}.",
  "data.uploadFailed": "Unggahan tidak selesai",
  "data.uploadFailedFix":
    "Yang sudah terkirim tetap ada: coba lagi, dan unggahan berlanjut dari situ.",
  "data.archive.encrypted":
    "{archive} dilindungi kata sandi. Ekstrak dahulu di komputer Anda, lalu berikan foldernya.",
  "data.archive.unreadable":
    "{archive} tidak dapat diekstrak di sini: arsipnya rusak, atau dikemas dengan cara yang tidak lazim untuk zip. Ekstrak dahulu di komputer Anda, lalu berikan foldernya.",

  "data.check": "Hasil pemeriksaan",
  "data.checkNothing":
    "Begitu data dipilih, server memeriksa setiap berkas dan barisnya, lalu menyampaikan temuannya di sini.",
  "data.checkNoRole":
    "Pilih peran di “Pengaturan keamanan”: pemeriksaan membaca data sebagai peran itu.",
  "data.checking": "Memeriksa data…",
  "data.checkFailed": "Data tidak dapat diperiksa",
  "data.checkFailedFix": "Ubah yang disebut kalimat itu, atau pilih data lain.",
  "data.checkAgain": "Periksa lagi",
  "data.fit": "Siap dilatih",
  "data.fitWithWarnings": "Siap dilatih, dengan peringatan: {count}",
  "data.unfit": "Belum siap dilatih. Kesalahan: {count}",
  "data.showMore": "Tampilkan {count} lagi",
  "data.moreFindings": "Dan {count} lagi yang serupa.",
  "data.facts": "Catatan lain: {count}",
  "data.classes": "Jumlah contoh setiap kelas",
  "data.classesOf": "{classes} kelas, {examples} contoh",
  "data.largest": "Yang ditampilkan {count} kelas terbesar.",
  "data.examples": "Contoh",
  "data.samples": "Sebagian contohnya",
  "data.class": "Kelas",
  "data.text": "Teks",

  "data.learnMore": "Pelajari: bagaimana bentuk datanya?",
  "data.images":
    "Satu folder untuk setiap kelas, berisi gambar-gambarnya (.jpg, .png, .webp). Nama folder adalah nama kelas:",
  "data.images.count":
    "Sedikitnya dua kelas, dan sebaiknya sepuluh gambar atau lebih untuk masing-masing. Arsip zip yang berisi folder-folder ini dapat langsung diunggah.",
  "data.images.parts":
    "Folder “train”, “val”, dan “test” yang berisi folder kelas akan dikenali; jika tidak ada, sebagian dari setiap kelas disisihkan untuk validasi.",
  "data.texts":
    "Berkas data.csv dalam UTF-8 tanpa baris judul: kelas sebagai bilangan bulat, koma, lalu teksnya, dalam tanda kutip bila mengandung koma:",
  "data.texts.names":
    "Untuk memberi nama pada kelas, letakkan labels.csv di sebelahnya, dengan baris seperti 0,negatif dan 1,positif. Atau awali data.csv dengan baris label,text lalu tulis langsung nama kelasnya.",
  "data.texts.parts":
    "Berkas “train.csv” dan “test.csv” akan dikenali; jika tidak ada, sebagian dari setiap kelas disisihkan untuk validasi.",
};
