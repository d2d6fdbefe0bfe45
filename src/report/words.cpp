#include "report/words.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"

namespace sempurna {

constexpr std::array<Phrase, kWordCount> kPhrases = {{
    {Word::Title, "Fine-tuning report", "Laporan penyetelan halus"},
    {Word::TitleOf, "Fine-tuning report: {0}", "Laporan penyetelan halus: {0}"},
    {Word::Parent, "Parent model", "Model induk"},
    {Word::Licence, "Its licence", "Lisensinya"},
    {Word::Family, "Model family", "Keluarga model"},
    {Word::Parameters, "Parameters", "Parameter"},
    {Word::ParametersTrained, "{0}, of which {1} trained", "{0}, {1} di antaranya dilatih"},
    {Word::AllParametersTrained, "{0}, all trained", "{0}, semuanya dilatih"},
    {Word::Arithmetic, "Arithmetic", "Aritmetika"},
    {Word::Training, "training", "data latih"},
    {Word::Validation, "validation", "data validasi"},
    {Word::Test, "test", "data uji"},
    {Word::OneExample, "1 example", "1 contoh"},
    {Word::Examples, "{0} examples", "{0} contoh"},
    {Word::Headline, "Result", "Hasil"},
    {Word::RightShare, "On the {0} data ({1}), {2} of the answers are right.",
     "Pada {0} ({1}), {2} jawaban model benar."},
    {Word::BaselineShare,
     "Always answering {0}, the commonest class in training, would be right for {1}.",
     "Jika jawabannya selalu {0}, kelas terbanyak dalam data latih, {1} di antaranya akan benar."},
    {Word::ClearlyBetter, "The model is clearly better than that.",
     "Model ini jelas lebih baik daripada itu."},
    {Word::NotClearlyBetter,
     "With so few examples or so small a difference, the model is not clearly better than that.",
     "Dengan contoh sesedikit atau selisih sekecil ini, belum jelas bahwa model ini lebih baik "
     "daripada itu."},
    {Word::ClearlyWorse,
     "The model is worse than that: it has not learned what sets the classes apart.",
     "Model ini lebih buruk daripada itu: ia belum menangkap apa yang membedakan kelas-kelasnya."},
    {Word::LinearShare, "A linear model on {0}, fitted in seconds, is right for {1}.",
     "Model linear atas {0}, yang dilatih dalam hitungan detik, benar untuk {1}."},
    {Word::SimpleFeatures, "simple features", "ciri-ciri sederhana"},
    {Word::ClearlyBetterThanBoth, "The model is clearly better than both.",
     "Model ini jelas lebih baik daripada keduanya."},
    {Word::NotClearlyBetterThanBoth,
     "With so few examples or so small a difference, the model is not clearly better than the "
     "better of the two.",
     "Dengan contoh sesedikit atau selisih sekecil ini, belum jelas bahwa model ini lebih baik "
     "daripada yang terbaik di antara keduanya."},
    {Word::ClearlyWorseThanBest, "The model is worse than the better of the two.",
     "Model ini lebih buruk daripada yang terbaik di antara keduanya."},
    {Word::LearnedNothing,
     "The model is no better than always answering the commonest class: it has learned nothing "
     "yet.",
     "Model ini tidak lebih baik daripada jawaban yang selalu menyebut kelas terbanyak: ia belum "
     "mempelajari apa pun."},
    {Word::LinearIsBetter,
     "A simple linear model is right for {0}, this model for {1}: train it longer or with larger "
     "steps, or use the simple one.",
     "Model linear sederhana benar untuk {0}, model ini untuk {1}: latihlah lebih lama atau dengan "
     "langkah yang lebih besar, atau pakailah yang sederhana."},
    {Word::LinearStaysBetter,
     "A simple linear model is right for {0}, this model for {1}, which has learned what it can: "
     "choose a larger pretrained model, or use the simple one.",
     "Model linear sederhana benar untuk {0}, model ini untuk {1} dan sudah mempelajari yang dapat "
     "dipelajarinya: pilihlah model terlatih yang lebih besar, atau gunakan yang sederhana itu."},
    {Word::StillRising,
     "The validation metric still rose in the last epoch, from {0} to {1}: more epochs may help.",
     "Metrik validasi masih naik pada epoch terakhir, dari {0} ke {1}: menambah epoch mungkin "
     "membantu."},
    {Word::NeverAnswered,
     "Classes that are never answered, {0} of {1}: {2}. More examples of each may help.",
     "Kelas yang tidak pernah dijawab, {0} dari {1}: {2}. Menambah contoh masing-masing mungkin "
     "membantu."},
    {Word::TryOptions, "Try {0}.", "Cobalah {0}."},
    {Word::Uncertainty, "Measured on {0}, the accuracy probably (95%) lies between {1} and {2}.",
     "Karena diukur pada {0}, akurasi yang sebenarnya kemungkinan besar (95%) terletak antara "
     "{1} "
     "dan {2}."},
    {Word::CommonestClass, "one class", "satu kelas"},
    {Word::EvaluatedOn, "On the {0} data ({1})", "Pada {0} ({1})"},
    {Word::NothingMeasured,
     "There were no held-out data, so nothing was measured. Give validation or test data, or set "
     "validation_split_ratio above 0, to learn how good the model is.",
     "Tidak ada data yang disisihkan, jadi tidak ada yang diukur. Berikan data validasi atau "
     "data "
     "uji, atau atur validation_split_ratio di atas 0, untuk mengetahui seberapa baik model ini."},
    {Word::Accuracy, "Accuracy", "Akurasi"},
    {Word::MajorityBaseline, "Always the commonest class", "Selalu kelas terbanyak"},
    {Word::LinearBaseline, "A simple linear model", "Model linear sederhana"},
    {Word::MacroF1, "Macro F1", "F1 makro"},
    {Word::BestEpoch, "Best epoch", "Epoch terbaik"},
    {Word::CountOf, "{0} of {1}", "{0} dari {1}"},
    {Word::LastEpoch, "Epoch kept, the last", "Epoch yang disimpan, yang terakhir"},
    {Word::Task, "Task", "Tugas"},
    {Word::DataColumn, "Data", "Data"},
    {Word::Loss, "Loss", "Loss"},
    {Word::Precision, "Precision", "Presisi"},
    {Word::Recall, "Recall", "Recall"},
    {Word::F1, "F1", "F1"},
    {Word::Auc, "ROC area", "Luas ROC"},
    {Word::Prc, "Precision-recall area", "Luas presisi-recall"},
    {Word::PositiveClass, "Precision, recall and both areas are those of the class {0}.",
     "Presisi, recall, dan kedua luas dihitung untuk kelas {0}."},
    {Word::HowToRead, "How to read this.", "Cara membacanya."},
    {Word::HowAccuracy,
     "Accuracy is the share of examples that the model answers rightly. By itself it says "
     "little: where nine examples in ten are of one class, always answering that class is "
     "right nine times in ten, and nothing has been learned. That is why the commonest class "
     "stands beside it: only what lies above it is the model’s merit. Macro F1 weighs every "
     "class alike, so it falls when a rare class is missed, even if the accuracy hardly shows "
     "it.",
     "Akurasi adalah bagian contoh yang dijawab benar oleh model. Angka itu sendiri belum "
     "banyak berarti: jika sembilan dari sepuluh contoh berasal dari satu kelas, jawaban yang "
     "selalu menyebut kelas itu benar sembilan kali dari sepuluh, padahal tidak ada yang "
     "dipelajari. Karena itulah angka kelas terbanyak dicantumkan di sampingnya: hanya "
     "selisih di atasnya yang merupakan hasil kerja model. F1 makro memberi setiap kelas "
     "bobot yang sama, sehingga nilainya turun jika kelas yang jarang muncul terlewat, "
     "sekalipun akurasinya hampir tidak berubah."},
    {Word::HowBestEpoch,
     "The best epoch was chosen by the validation data, so their figures are a little too "
     "kind; those of test data are not.",
     "Epoch terbaik dipilih berdasarkan data validasi, jadi angka data validasi sedikit "
     "terlalu bagus; angka data uji tidak."},
    {Word::HowConfusion,
     "Each row holds the examples of one class, each column one answer, so the right answers lie "
     "on the diagonal. The stronger the shade, the larger the cell’s share of its row. A shaded "
     "cell off the diagonal names two classes that the model takes for one another: look at "
     "examples of both, for they may be alike, wrongly labelled, or too few.",
     "Setiap baris berisi contoh dari satu kelas dan setiap kolom satu jawaban, sehingga jawaban "
     "yang benar terletak pada diagonal. Makin pekat warnanya, makin besar bagian sel itu dalam "
     "barisnya. Sel berwarna di luar diagonal menunjukkan dua kelas yang tertukar: periksalah "
     "contoh keduanya, sebab bisa jadi keduanya mirip, salah label, atau terlalu sedikit."},
    {Word::Curves, "Curves", "Kurva"},
    {Word::CurvesNote,
     "The training figures are taken while the model still changes and, where set, with dropout "
     "and "
     "augmentation, so those of validation may well be better. If the validation loss rises "
     "while "
     "the training loss falls, the model has begun to learn the training data by heart.",
     "Angka data latih diambil selagi model masih berubah dan, jika diatur, dengan dropout dan "
     "augmentasi, jadi angka data validasi bisa saja lebih baik. Jika loss validasi naik "
     "sementara "
     "loss data latih turun, model mulai menghafal data latih."},
    {Word::Epoch, "Epoch", "Epoch"},
    {Word::ChartSummary, "{0} by epoch, from {1} to {2}.", "{0} per epoch, dari {1} sampai {2}."},
    {Word::ChartPoint, "{0}, epoch {1}: {2}", "{0}, epoch {1}: {2}"},
    {Word::ByEpoch, "Figures by epoch", "Angka per epoch"},
    {Word::NoHistory, "No epoch was recorded.", "Tidak ada epoch yang tercatat."},
    {Word::Confusion, "Confusion matrix", "Matriks konfusi"},
    {Word::ConfusionCaption, "Rows: true class. Columns: answer.",
     "Baris: kelas sebenarnya. Kolom: jawaban."},
    {Word::ConfusionPairsCaption,
     "With {0} classes a matrix cannot be read; these are the pairs that were confused most "
     "often.",
     "Dengan {0} kelas, matriks tidak akan terbaca; inilah pasangan yang paling sering tertukar."},
    {Word::MostConfused, "Most often confused: {0} answered as {1}, {2}× ({3} of the true class).",
     "Paling sering tertukar: {0} dijawab {1}, {2}× ({3} dari kelas sebenarnya)."},
    {Word::NoConfusion, "No class was taken for another.",
     "Tidak ada kelas yang tertukar dengan kelas lain."},
    {Word::TrueClass, "True class", "Kelas sebenarnya"},
    {Word::Answer, "Answer", "Jawaban"},
    {Word::Times, "Times", "Kali"},
    {Word::ShareOfClass, "Share of class", "Bagian kelas"},
    {Word::CellTitle, "{0} answered as {1}: {2} ({3})", "{0} dijawab {1}: {2} ({3})"},
    {Word::Classes, "Classes", "Per kelas"},
    {Word::ClassesCaption,
     "Precision: the share of the answers with this class that are right. Recall: the share "
     "of the "
     "examples of this class that are found. F1: high only when both are.",
     "Presisi: bagian jawaban dengan kelas ini yang benar. Recall: bagian contoh kelas ini yang "
     "ditemukan. F1: tinggi hanya jika keduanya tinggi."},
    {Word::ClassesWeakestFirst, "The classes with the lowest F1 come first.",
     "Kelas dengan F1 terendah ditempatkan di atas."},
    {Word::Class, "Class", "Kelas"},
    {Word::Support, "Examples", "Contoh"},
    {Word::Answers, "Answers", "Jawaban"},
    {Word::DashNote, "A dash stands where there was no example or no answer to count.",
     "Tanda pisah berarti tidak ada contoh atau jawaban yang dapat dihitung."},
    {Word::WorstErrors, "Worst errors", "Kesalahan terbesar"},
    {Word::WorstErrorsNote,
     "The wrong answers that the model was most certain of. Some may be right, and the label "
     "wrong.",
     "Jawaban salah yang paling diyakini model. Bisa jadi ada jawaban yang benar, tetapi "
     "labelnya "
     "yang keliru."},
    {Word::NoErrors, "No example was answered wrongly.", "Tidak ada contoh yang dijawab salah."},
    {Word::Label, "Label", "Label"},
    {Word::Row, "row {0}", "baris {0}"},
    {Word::NoPicture, "picture not shown", "gambar tidak ditampilkan"},
    {Word::Balance, "Class balance", "Keseimbangan kelas"},
    {Word::BalanceCaption, "Examples of each class and their share of the data.",
     "Jumlah contoh setiap kelas dan bagiannya dalam data."},
    {Word::Findings, "Findings in the data", "Temuan pada data"},
    {Word::FindingsLanguageNote, "The details are those of the check before training.",
     "Rinciannya berasal dari pemeriksaan sebelum pelatihan dan berbahasa Inggris."},
    {Word::NoFindings, "The check before training found nothing to report.",
     "Pemeriksaan sebelum pelatihan tidak menemukan apa pun."},
    {Word::Error, "Error", "Kesalahan"},
    {Word::Warning, "Warning", "Peringatan"},
    {Word::Fact, "Note", "Catatan"},
    {Word::MoreOfKind, "and {0} more of this kind", "dan {0} lagi sejenis ini"},
    {Word::Remedy, "What to do:", "Yang dapat dilakukan:"},
    {Word::Settings, "Settings", "Pengaturan"},
    {Word::SettingsCaption, "All hyperparameters of this run, as they were used.",
     "Semua hiperparameter yang dipakai dalam pelatihan ini."},
    {Word::SettingsOfSolved,
     "The classification layer was solved for (lbfgs), not trained in steps, so these had no part "
     "in it: {0}.",
     "Lapisan klasifikasi dicari penyelesaiannya (lbfgs), bukan dilatih langkah demi langkah, jadi "
     "yang berikut tidak berpengaruh: {0}."},
    {Word::ChosenBy, "Best epoch chosen by", "Epoch terbaik dipilih menurut"},
    {Word::Circumstances, "This run", "Pelatihan ini"},
    {Word::Job, "Training job", "Tugas pelatihan"},
    {Word::Started, "Started", "Dimulai"},
    {Word::Took, "Took", "Lamanya"},
    {Word::Memory, "Memory", "Memori"},
    {Word::Version, "Made with", "Dibuat dengan"},
    {Word::DataPlace, "Where the {0} data lay", "Letak {0}"},
    {Word::WithForecast, "{0} (forecast: {1})", "{0} (perkiraan: {1})"},
    {Word::WithForecastRange, "{0} (forecast: {1} to {2})", "{0} (perkiraan: {1} sampai {2})"},
    {Word::Seconds, "{0} s", "{0} dtk"},
    {Word::MinutesSeconds, "{0} min {1} s", "{0} mnt {1} dtk"},
    {Word::HoursMinutes, "{0} h {1} min", "{0} jam {1} mnt"},
    {Word::Footer, "Made by Sempurna. This page stands alone and loads nothing from elsewhere.",
     "Dibuat oleh Sempurna. Halaman ini berdiri sendiri dan tidak memuat apa pun dari tempat "
     "lain."},
}};

namespace {

constexpr bool by_order() {
  for (size_t i = 0; i < kWordCount; ++i) {
    if (static_cast<size_t>(kPhrases[i].word) != i) return false;
  }
  return true;
}
static_assert(by_order(), "kPhrases follows the order of Word, one line each");

struct FindingTitle {
  std::string_view code;
  std::string_view english;
  std::string_view indonesian;
};

// By code. A code that is not here is shown as it is.
constexpr FindingTitle kFindingTitles[] = {
    {"bad-label", "Labels that are no whole number", "Label yang bukan bilangan bulat"},
    {"bad-row", "Rows that cannot be used", "Baris yang tidak dapat dipakai"},
    {"broken-link", "Links that lead nowhere", "Tautan yang tidak menunjuk ke mana pun"},
    {"broken-picture", "Broken pictures", "Gambar rusak"},
    {"byte-order-mark", "A byte order mark", "Tanda urutan bita"},
    {"class-counts", "Examples by class", "Jumlah contoh per kelas"},
    {"class-name", "Class names that are not UTF-8", "Nama kelas yang bukan UTF-8"},
    {"class-names", "Faults in the names of classes", "Kesalahan pada nama kelas"},
    {"class-per-item", "A class for almost every example", "Satu kelas untuk hampir setiap contoh"},
    {"column-order", "Columns the other way round", "Urutan kolom terbalik"},
    {"columns", "Other columns than expected", "Kolom tidak sesuai harapan"},
    {"contradicting-labels", "The same item with different labels",
     "Contoh yang sama dengan label berbeda"},
    {"cut-group", "Groups of alike items that were cut", "Kelompok contoh serupa yang dipotong"},
    {"empty-class", "Classes without examples", "Kelas tanpa contoh"},
    {"empty-line", "Empty lines", "Baris kosong"},
    {"empty-text", "Empty texts", "Teks kosong"},
    {"encoding", "Another encoding than UTF-8", "Pengodean selain UTF-8"},
    {"end-of-file-mark", "An end-of-file mark", "Tanda akhir berkas"},
    {"few-items", "Classes with few examples", "Kelas dengan sedikit contoh"},
    {"header-row", "A header row", "Baris judul"},
    {"imbalance", "Unevenly filled classes", "Kelas yang tidak seimbang"},
    {"line-ends", "Mixed line ends", "Akhir baris yang bercampur"},
    {"long-texts", "Texts that are cut", "Teks yang dipotong"},
    {"loose-file", "Files beside the class folders", "Berkas di luar folder kelas"},
    {"lost-class", "Classes that skipping would lose", "Kelas yang akan hilang jika dilewati"},
    {"misnamed-picture", "Pictures named as another format",
     "Gambar dengan nama format yang keliru"},
    {"missing-class", "Classes missing from a part of the data",
     "Kelas yang tidak ada di sebagian data"},
    {"named-labels", "Labels that are names", "Label berupa nama"},
    {"no-data", "Data that cannot be found or read",
     "Data yang tidak ditemukan atau tidak terbaca"},
    {"no-items", "No examples", "Tidak ada contoh"},
    {"no-rows", "No rows", "Tidak ada baris"},
    {"no-validation", "No validation data", "Tidak ada data validasi"},
    {"not-a-picture", "Files that are no pictures", "Berkas yang bukan gambar"},
    {"not-utf8", "Texts that are not UTF-8", "Teks yang bukan UTF-8"},
    {"odd-picture", "Unusual pictures", "Gambar yang tidak lazim"},
    {"part-not-used", "Parts of the data that are not used", "Bagian data yang tidak dipakai"},
    {"parts-used", "Parts of the data and what they are used for", "Bagian data dan kegunaannya"},
    {"pictures-not-kept", "Prepared pictures are not kept", "Gambar yang disiapkan tidak disimpan"},
    {"quote-inside", "Quotes inside a field", "Tanda kutip di dalam kolom"},
    {"repeated-folder", "Folders met twice", "Folder yang dijumpai dua kali"},
    {"repeated-item", "Repeated items", "Contoh yang berulang"},
    {"separator", "Another separator than a comma", "Pemisah selain koma"},
    {"several-lines", "Texts of several lines", "Teks yang terdiri atas beberapa baris"},
    {"shared-with-training", "Items that are in the training data as well",
     "Contoh yang juga ada dalam data latih"},
    {"shared-with-validation", "Items that are in the validation data as well",
     "Contoh yang juga ada dalam data validasi"},
    {"single-class", "Only one class", "Hanya satu kelas"},
    {"space-around-quotes", "Spaces around quotes", "Spasi di sekitar tanda kutip"},
    {"special-file", "Special files", "Berkas khusus"},
    {"test-not-measured", "Test data that could not be measured",
     "Data uji yang tidak dapat diukur"},
    {"too-deep", "Folders nested too deep", "Folder yang terlalu dalam"},
    {"too-many-bad", "Too much that cannot be used", "Terlalu banyak yang tidak dapat dipakai"},
    {"unclosed-quote", "A quote that is not closed", "Tanda kutip yang tidak ditutup"},
    {"undoubled-quote", "Quotes that are not doubled", "Tanda kutip yang tidak digandakan"},
    {"unknown-class", "Classes that the model does not have", "Kelas yang tidak dimiliki model"},
    {"unreadable", "Files that cannot be read", "Berkas yang tidak dapat dibaca"},
    {"zero-byte", "Zero bytes", "Bita nol"},
};

}  // namespace

ReportLanguage report_language(std::string_view code) {
  if (const auto language = choice_named<ReportLanguage>(code)) return *language;
  throw Error(Code::InvalidArgument,
              "a report cannot be written in the language \"{}\": choose one of {}", code,
              fmt::join(names_of(ReportLanguage{}), ", "));
}

std::string_view phrase(Word word, ReportLanguage language) {
  const Phrase& found = kPhrases[static_cast<size_t>(word)];
  return language == ReportLanguage::English ? found.english : found.indonesian;
}

std::string_view finding_title(std::string_view code, ReportLanguage language) {
  const auto* found = std::find_if(std::begin(kFindingTitles), std::end(kFindingTitles),
                                   [&](const FindingTitle& t) { return t.code == code; });
  if (found == std::end(kFindingTitles)) return code;
  return language == ReportLanguage::English ? found->english : found->indonesian;
}

}  // namespace sempurna
