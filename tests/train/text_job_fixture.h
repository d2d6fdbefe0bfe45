#pragma once

#include <fmt/core.h>

#include "job_fixture.h"
#include "support/source_tree.h"

namespace sempurna {

/// Beside the pictures: texts of two classes and a small BERT.
class TextJobFixture : public JobFixture {
 protected:
  /// Rows of two classes that one word tells apart.
  static void make_texts(const fs::path& folder, int first_label, int second_label,
                         int count = 80) {
    make_folders(folder);
    std::string rows;
    for (int i = 0; i < count; ++i) {
      const bool first = i % 2 == 0;
      rows += fmt::format("{},w{} w{} w{} number {}\n", first ? first_label : second_label,
                          10 + i % 9, first ? 50 : 60, 20 + i % 11, i);
    }
    write_file_atomic(folder / "data.csv", rows);
  }

  /// The reference's tiny BERT with a vocabulary of its own.
  static void make_text_model(const fs::path& folder) {
    make_folders(folder);
    const fs::path golden = source_tree() / "tests/golden/models/bert";
    for (const char* file : {"config.json", "model.safetensors"}) {
      fs::copy_file(golden / file, folder / file);
    }
    std::string vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
    for (int k = 5; k < 100; ++k) vocabulary += fmt::format("w{}\n", k);
    write_file_atomic(folder / "vocab.txt", vocabulary);
  }

  TextJobFixture() {
    make_texts(root() / "texts", -3, 7);
    make_text_model(root() / "encoder");
  }

  JobFolder make_text_job(const std::string& name,
                          const std::map<std::string, std::string>& settings,
                          const fs::path& model) const {
    return make_job(name, settings, {{"training", root() / "texts"}}, model);
  }
  JobFolder make_text_job(const std::string& name,
                          const std::map<std::string, std::string>& settings = {}) const {
    return make_text_job(name, settings, root() / "encoder");
  }
};

}  // namespace sempurna
