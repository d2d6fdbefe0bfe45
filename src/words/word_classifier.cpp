#include "words/word_classifier.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "weights/safetensors.h"
#include "words/word_terms.h"

namespace sempurna {

namespace {

template <typename T>
TensorView view(const char* name, DType dtype, std::vector<int64_t> shape,
                const std::vector<T>& values) {
  return {name, dtype, std::move(shape), std::as_bytes(std::span(values))};
}

const std::vector<int64_t> kLengths = {kShortestPart, kLongestPart};

/// The values of a tensor of this kind and number of sizes.
template <typename T>
std::vector<T> values_of(const Safetensors& all, const char* name, DType dtype, size_t sizes,
                         const fs::path& file) {
  const auto found = std::ranges::find(all.tensors, name, &TensorView::name);
  const bool fits =
      found != all.tensors.end() && found->dtype == dtype && found->shape.size() == sizes;
  if (!fits) {
    throw Error(Code::DataCorrupt, "{} must have a tensor {} of {} with {} sizes", file.string(),
                name, sempurna::name(dtype), sizes);
  }
  std::vector<T> values(found->bytes.size() / sizeof(T));
  std::memcpy(values.data(), found->bytes.data(), found->bytes.size());
  return values;
}

}  // namespace

WordClassifier::WordClassifier(WordFeatures features, std::vector<float> weights)
    : features_(std::move(features)),
      weights_(std::move(weights)),
      outputs_(weights_.size() / (features_.columns() + 1)) {
  ensure(outputs_ > 0 && outputs_ * (features_.columns() + 1) == weights_.size(),
         "weights for each column");
}

WordClassifier WordClassifier::read(const fs::path& file) {
  const MappedFile mapped(file);
  const Safetensors all = parse_safetensors(mapped.bytes(), file.string());
  auto keys = values_of<uint64_t>(all, "keys", DType::I64, 1, file);
  auto idf = values_of<float>(all, "idf", DType::F32, 1, file);
  auto weights = values_of<float>(all, "weight", DType::F32, 2, file);
  const bool with_parts =
      std::ranges::find(all.tensors, "parts", &TensorView::name) != all.tensors.end();
  if (with_parts && values_of<int64_t>(all, "parts", DType::I64, 1, file) != kLengths) {
    throw Error(Code::DataCorrupt,
                "{} has parts of words of other lengths than this version reads; get a newer one",
                file.string());
  }
  const size_t rows = keys.size() + 1;
  const bool is_finite = std::ranges::all_of(weights, [](float w) { return std::isfinite(w); }) &&
                         std::ranges::all_of(idf, [](float w) { return std::isfinite(w); });
  const bool fits = idf.size() == keys.size() && !weights.empty() && weights.size() % rows == 0;
  if (!fits || !is_finite || !std::ranges::is_sorted(keys)) {
    throw Error(Code::DataCorrupt,
                "{} is damaged: its keys must ascend, with a finite weight (idf) for each, and one "
                "row of weights more than keys; get the model anew",
                file.string());
  }
  return {WordFeatures(std::move(keys), std::move(idf), with_parts), std::move(weights)};
}

void WordClassifier::write(const fs::path& file) const {
  const auto columns = static_cast<int64_t>(features_.columns());
  std::vector tensors{view("keys", DType::I64, {columns}, features_.keys()),
                      view("idf", DType::F32, {columns}, features_.weights()),
                      view("weight", DType::F32, {columns + 1, outputs()}, weights_)};
  if (features_.with_parts())
    tensors.push_back(view("parts", DType::I64, {std::ssize(kLengths)}, kLengths));
  write_safetensors(file, tensors);
}

std::vector<float> WordClassifier::scores(const std::vector<std::string_view>& texts) const {
  constexpr size_t kAtOnce = 4096;  // whose terms are held
  std::vector<float> scores;
  scores.reserve(texts.size() * outputs_);
  for (size_t begin = 0; begin < texts.size(); begin += kAtOnce) {
    const auto first = texts.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto count = static_cast<std::ptrdiff_t>(std::min(kAtOnce, texts.size() - begin));
    const std::vector<float> some =
        scores_of(features_.rows({first, first + count}), weights_, outputs_);
    scores.insert(scores.end(), some.begin(), some.end());
  }
  return scores;
}

std::shared_ptr<const WordClassifier> words_of_model(const fs::path& folder, size_t classes) {
  const fs::path file = folder / kWordsFile;
  if (!fs::exists(file)) return nullptr;
  auto words = std::make_shared<const WordClassifier>(WordClassifier::read(file));
  if (words->outputs() == static_cast<int64_t>(classes)) return words;
  throw Error(Code::DataCorrupt, "{} scores {} classes, but the model has {}; get it anew",
              file.string(), words->outputs(), classes);
}

}  // namespace sempurna
