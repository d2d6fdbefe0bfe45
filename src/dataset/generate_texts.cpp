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

using Texts = std::unordered_set<std::string>;

// As many of each verdict and language, none in `used`, in a drawn order.
std::vector<LabelledReview> draw_reviews(int64_t count, uint64_t key, Texts& used) {
  std::vector<LabelledReview> drawn;
  uint64_t attempt = 0;
  while (static_cast<int64_t>(drawn.size()) < count) {
    const bool positive = drawn.size() % 2 == 1;
    const auto& language = drawn.size() % 4 < 2 ? english_reviews() : indonesian_reviews();
    std::string review = write_review(language, positive, mix(key, attempt++));
    if (used.insert(review).second) drawn.push_back({positive, std::move(review)});
  }
  const Permutation order(drawn.size(), key);
  std::vector<LabelledReview> reviews;
  for (uint64_t k = 0; k < drawn.size(); ++k) reviews.push_back(std::move(drawn[order(k)]));
  return reviews;
}

struct DefaultTexts {
  Texts used;
  std::vector<LabelledReview> training = draw_reviews(6000, mix(kSeed, 0), used);
  std::vector<LabelledReview> test = draw_reviews(1000, mix(kSeed, 1), used);
};

std::string to_csv(const std::vector<LabelledReview>& reviews) {
  std::string content;
  for (const auto& [positive, text] : reviews) {
    content += (positive ? "1," : "0,") + in_quotes(text) + "\n";
  }
  return content;
}

}  // namespace

void generate_default_texts(const fs::path& folder) {
  NewFolder out(folder);
  const DefaultTexts texts;
  make_folders(out.path() / "training");
  make_folders(out.path() / "test");
  out.write("training/data.csv", to_csv(texts.training));
  out.write("test/data.csv", to_csv(texts.test));
  out.finish();
}

std::vector<LabelledReview> further_reviews(int64_t count) {
  DefaultTexts texts;
  return draw_reviews(count, mix(kSeed, 2), texts.used);
}

}  // namespace sempurna
