// How well a text is told by its words, and in how many seconds of processor time that is learnt:
//
//     sempurna_learn_words_bench ROWS DATA.csv[=VALIDATION.csv] …
//
// of each data.csv ROWS rows, drawn; without a validation part five fifths are left out in turn.

#include "words/learn_words.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <map>

#include "base/random.h"
#include "text/csv.h"

namespace {

using namespace sempurna;

constexpr size_t kFolds = 5;
constexpr uint64_t kDrawn = 1;

struct Texts {
  std::vector<std::string> texts;
  std::vector<int64_t> labels;

  void add(std::string text, int64_t label) {
    texts.push_back(std::move(text));
    labels.push_back(label);
  }
  std::vector<std::string_view> views() const { return {texts.begin(), texts.end()}; }
};

using Names = std::map<std::string, int64_t>;

Texts read(const std::string& file, size_t most, Names& names) {
  Texts all;
  const CsvFile csv{fs::path(file)};
  CsvReader reader = csv.reader();
  for (CsvRow row; reader.next(row);) {
    if (row.header || row.fields.size() < 2) continue;
    const auto label = names.emplace(row.fields[0], std::ssize(names)).first->second;
    all.add(std::string(row.fields[1]), label);
  }
  const Permutation drawn(all.texts.size(), kDrawn);
  Texts some;
  for (size_t k = 0; k < std::min(most, all.texts.size()); ++k)
    some.add(all.texts[drawn(k)], all.labels[drawn(k)]);
  return some;
}

/// How many of `held` are told rightly by what `training` teaches.
int64_t right(const Texts& training, const Texts& held, size_t classes) {
  const LearntWords learnt = learn_words(training.views(), training.labels,
                                         {.classes = static_cast<int64_t>(classes), .threads = 2});
  const std::vector<float> scores = learnt.classifier.scores(held.views());
  int64_t count = 0;
  for (size_t i = 0; i < held.labels.size(); ++i) {
    const float* row = scores.data() + i * classes;
    count += std::max_element(row, row + classes) - row == held.labels[i] ? 1 : 0;
  }
  return count;
}

void measure(const std::string& data, size_t rows) {
  const size_t sign = data.find('=');
  Names names;
  const Texts all = read(data.substr(0, sign), rows, names);
  const std::clock_t began = std::clock();
  int64_t told = 0;
  size_t asked = 0;
  if (sign != std::string::npos) {
    const Texts held = read(data.substr(sign + 1), SIZE_MAX, names);
    told = right(all, held, names.size());
    asked = held.texts.size();
  }
  for (size_t fold = 0; fold < kFolds && sign == std::string::npos; ++fold) {
    Texts training, held;
    for (size_t k = 0; k < all.texts.size(); ++k)
      (k % kFolds == fold ? held : training).add(all.texts[k], all.labels[k]);
    told += right(training, held, names.size());
    asked += held.texts.size();
  }
  const double seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  fmt::print("{:.4f} of {}, {:.1f} s  {}\n", static_cast<double>(told) / static_cast<double>(asked),
             asked, seconds, data);
}

}  // namespace

int main(int argc, char** argv) {
  for (int k = 2; k < argc; ++k) measure(argv[k], std::strtoul(argv[1], nullptr, 10));
}
