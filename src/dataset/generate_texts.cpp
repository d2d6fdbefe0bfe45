#include <string>
#include <unordered_set>
#include <vector>

#include "base/random.h"
#include "dataset/generate.h"
#include "dataset/new_folder.h"
#include "dataset/reviews.h"

namespace sempurna {

namespace {

constexpr uint64_t kSeed = 0x756c6173616e;  // "ulasan", a review

// A field as RFC 4180 writes it, always in quotes.
std::string in_quotes(const std::string& text) {
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
  return field + "\"";
}

// As many rows of each verdict and language, in a drawn order.
std::string write_rows(int64_t count, uint64_t key, std::unordered_set<std::string>& used) {
  std::vector<std::string> rows;
  uint64_t attempt = 0;
  while (static_cast<int64_t>(rows.size()) < count) {
    const bool positive = rows.size() % 2 == 1;
    const auto& language = rows.size() % 4 < 2 ? english_reviews() : indonesian_reviews();
    std::string review = write_review(language, positive, mix(key, attempt++));
    if (!used.insert(review).second) continue;
    rows.push_back((positive ? "1," : "0,") + in_quotes(review) + "\n");
  }
  const Permutation order(rows.size(), key);
  std::string content;
  for (uint64_t k = 0; k < rows.size(); ++k) content += rows[order(k)];
  return content;
}

}  // namespace

void generate_default_texts(const fs::path& folder) {
  NewFolder out(folder);
  std::unordered_set<std::string> used;
  make_folders(out.path() / "training");
  make_folders(out.path() / "test");
  out.write("training/data.csv", write_rows(6000, mix(kSeed, 0), used));
  out.write("test/data.csv", write_rows(1000, mix(kSeed, 1), used));
  out.finish();
}

}  // namespace sempurna
