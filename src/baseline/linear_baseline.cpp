#include "baseline/linear_baseline.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/parallel.h"
#include "base/random.h"
#include "baseline/picture_features.h"
#include "image/resize.h"
#include "words/softmax_regression.h"
#include "words/word_features.h"

namespace sempurna {

namespace {

// So many weights keep the fit below 80 MB; the others keep it within seconds.
constexpr size_t kMostWeights = 1'000'000;
constexpr size_t kMostTerms = 30'000'000;  ///< multiplied in one pass
constexpr size_t kMostTexts = 30'000;
constexpr size_t kMostPictures = 5000;
constexpr uint64_t kSampleKey = 0x626173656c696e65;
// As strong as scikit-learn's C = 10 over texts and C = 0.01 over pictures.
// Over pictures the best of 3, 10, 30, 100, 300 and 1000 on held-out fifths of flowers and of
// things, and within two points of the best on scenes, and on ants and bees.
constexpr double kTextPenalty = 0.1;
constexpr double kPicturePenalty = 100;
// The most of either side; smaller pictures are taken as they are.
constexpr int kMostPixels = 64;

/// At most `most` of a data set's items, without preference, in their order.
template <typename Dataset>
Dataset sample(const Dataset& dataset, size_t most) {
  const size_t all = dataset.items.size();
  if (all <= most) return dataset;
  const Permutation shuffled(all, kSampleKey);
  std::vector<int64_t> chosen(most);
  for (size_t k = 0; k < most; ++k) chosen[k] = static_cast<int64_t>(shuffled(k));
  std::sort(chosen.begin(), chosen.end());
  return subset(dataset, chosen);
}

Image reduced(const Image& picture) {
  const int width = std::min(picture.width, kMostPixels);
  const int height = std::min(picture.height, kMostPixels);
  if (width == picture.width && height == picture.height) return picture;
  return resize(picture, width, height, Interpolation::Area);
}

std::vector<std::string_view> texts_of(const TextDataset& dataset) {
  std::vector<std::string_view> texts;
  texts.reserve(dataset.items.size());
  for (const auto& item : dataset.items) texts.emplace_back(item.text);
  return texts;
}

/// Feature by feature, from 0 to 1.
class Standardised {
 public:
  explicit Standardised(const std::vector<std::vector<float>>& pictures)
      : means_(kPictureFeatures, 0), scales_(kPictureFeatures, 0) {
    const auto count = static_cast<double>(pictures.size());
    std::vector<double> sums(kPictureFeatures, 0);
    std::vector<double> squares(kPictureFeatures, 0);
    for (const auto& picture : pictures) {
      for (size_t j = 0; j < kPictureFeatures; ++j) {
        sums[j] += picture[j];
        squares[j] += double{picture[j]} * double{picture[j]};
      }
    }
    for (size_t j = 0; j < kPictureFeatures; ++j) {
      const double mean = sums[j] / count;
      const double variance = squares[j] / count - mean * mean;
      means_[j] = static_cast<float>(mean);
      scales_[j] = variance > 1e-8 ? static_cast<float>(1 / std::sqrt(variance)) : 0;
    }
  }

  SparseRows rows(const std::vector<std::vector<float>>& pictures) const {
    SparseRows rows;
    for (const auto& picture : pictures) {
      for (size_t j = 0; j < kPictureFeatures; ++j) {
        rows.add(static_cast<uint32_t>(j), (picture[j] - means_[j]) * scales_[j]);
      }
      rows.end_row();
    }
    return rows;
  }

 private:
  std::vector<float> means_;
  std::vector<float> scales_;
};

}  // namespace

std::vector<double> linear_baseline(const TextDataset& training,
                                    const std::vector<const TextDataset*>& held_out,
                                    const BaselineProgress& progress) {
  const size_t classes = training.labels.size();
  const auto alive = [&] {
    if (progress) progress(0, 0);
  };
  const auto fit_on = [&](const TextDataset& part) {
    const auto texts = texts_of(part);
    WordFeatures features(texts, kMostWeights / classes, false);
    return std::pair(features.rows(texts), std::move(features));
  };
  TextDataset used = sample(training, kMostTexts);
  auto [rows, features] = fit_on(used);
  if (const size_t terms = rows.values.size() * classes; terms > kMostTerms) {
    used = sample(used, std::max(classes, rows.size() * kMostTerms / terms));
    std::tie(rows, features) = fit_on(used);
  }
  alive();
  const SoftmaxRegression model(rows, class_indices(used), static_cast<int64_t>(classes),
                                features.columns(), kTextPenalty / static_cast<double>(rows.size()),
                                alive);
  std::vector<double> accuracies;
  for (const TextDataset* part : held_out) {
    accuracies.push_back(model.accuracy(features.rows(texts_of(*part)), class_indices(*part)));
  }
  return accuracies;
}

std::vector<double> linear_baseline(
    const ImageDataset& training, const std::vector<const ImageDataset*>& held_out,
    const std::function<Image(const ImageDataset&, const ImageItem&)>& picture, int threads,
    const BaselineProgress& progress) {
  const size_t classes = training.classes.size();
  const ImageDataset used = sample(training, kMostPictures);
  size_t all = used.items.size();
  for (const auto* part : held_out) all += part->items.size();
  std::mutex mutex;
  int64_t done = 0;
  const auto read = [&](const ImageDataset& part) {
    std::vector<std::vector<float>> pictures(part.items.size());
    parallel_for(static_cast<int64_t>(pictures.size()), threads, [&](int64_t i) {
      const auto at = static_cast<size_t>(i);
      pictures[at] = colour_and_texture(reduced(picture(part, part.items[at])));
      const std::lock_guard lock(mutex);
      ++done;
      if (progress) progress(done, static_cast<int64_t>(all));
    });
    return pictures;
  };
  const auto pictures = read(used);
  const Standardised standard(pictures);
  const SparseRows rows = standard.rows(pictures);
  const SoftmaxRegression model(rows, class_indices(used), static_cast<int64_t>(classes),
                                kPictureFeatures,
                                kPicturePenalty / static_cast<double>(rows.size()), [&] {
                                  if (progress) progress(done, static_cast<int64_t>(all));
                                });
  std::vector<double> accuracies;
  for (const ImageDataset* part : held_out) {
    accuracies.push_back(model.accuracy(standard.rows(read(*part)), class_indices(*part)));
  }
  return accuracies;
}

}  // namespace sempurna
