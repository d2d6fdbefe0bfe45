#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <iostream>
#include <map>

#include "base/random.h"
#include "dataset/check.h"
#include "dataset/generate.h"
#include "image/decode.h"
#include "image/resize.h"
#include "support/ascii_words.h"
#include "words/softmax_regression.h"

// The data sets that sempurna makes itself are too hard for a linear model, so that what the
// bundled models reach on them says something.

namespace sempurna {
namespace {

using Features = std::vector<std::vector<float>>;

/// The accuracy on the test part of a linear model of features, each of mean 0 and the same
/// deviation.
double linear_accuracy(const Features& training, const std::vector<int64_t>& labels,
                       const Features& test, const std::vector<int64_t>& test_labels,
                       int64_t classes) {
  const size_t columns = training.at(0).size();
  std::vector<double> mean(columns, 0);
  std::vector<double> squares(columns, 0);
  const auto count = static_cast<double>(training.size());
  for (const auto& row : training) {
    for (size_t j = 0; j < columns; ++j) mean[j] += row[j] / count;
  }
  for (const auto& row : training) {
    for (size_t j = 0; j < columns; ++j) {
      squares[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / count;
    }
  }
  const auto rows_of = [&](const Features& features) {
    SparseRows rows;
    for (const auto& row : features) {
      for (size_t j = 0; j < columns; ++j) {
        if (squares[j] == 0) continue;
        rows.add(static_cast<uint32_t>(j),
                 static_cast<float>((row[j] - mean[j]) /
                                    std::sqrt(squares[j] * static_cast<double>(columns))));
      }
      rows.end_row();
    }
    return rows;
  };
  const SparseRows rows = rows_of(training);
  const SoftmaxRegression model(rows, labels, classes, columns, 1e-4);
  const double accuracy = model.accuracy(rows_of(test), test_labels);
  std::cout << "accuracy " << accuracy << "\n";  // which docs/data.md tells
  return accuracy;
}

// The judge must itself be able to learn: three classes that differ by a little in each of many
// noisy features.
TEST(LinearJudge, LearnsWhatIsLinear) {
  const auto draw = [](uint64_t key, std::vector<int64_t>& labels) {
    Random random(key);
    Features features;
    for (int i = 0; i < 600; ++i) {
      labels.push_back(i % 3);
      features.emplace_back();
      for (int j = 0; j < 300; ++j) {
        const double shift = j % 3 == i % 3 ? 0.3 : 0;
        features.back().push_back(static_cast<float>(random.normal() + shift));
      }
    }
    return features;
  };
  std::vector<int64_t> labels;
  std::vector<int64_t> test_labels;
  const Features training = draw(1, labels);
  const Features test = draw(2, test_labels);
  EXPECT_GT(linear_accuracy(training, labels, test, test_labels, 3), 0.9);
}

class DefaultPictures : public testing::Test {
 protected:
  static double accuracy(const std::function<std::vector<float>(const Image&)>& feature) {
    static const TemporaryFolder folder;  // made once for both tests
    const fs::path at = folder.path() / "batik";
    if (!fs::exists(at)) generate_default_images(at);
    const auto checked = check_images({(at / "training").string(), "", (at / "test").string()}, {});
    const auto features = [&](const ImageDataset& dataset) {
      Features all;
      for (const ImageItem& item : dataset.items) {
        const MappedFile file(dataset.folder / item.path);
        all.push_back(feature(decode(file.bytes())));
      }
      return all;
    };
    return linear_accuracy(features(*checked.training), class_indices(*checked.training),
                           features(*checked.test), class_indices(*checked.test), 5);
  }
};

TEST_F(DefaultPictures, AreTooHardForALinearModelOnPixels) {
  EXPECT_LT(accuracy([](const Image& image) {
              const Image small = resize(image, 16, 16, Interpolation::Area);
              return std::vector<float>(small.pixels.begin(), small.pixels.end());
            }),
            0.45);  // guessing: 0.2
}

TEST_F(DefaultPictures, AreTooHardForALinearModelOnColourHistograms) {
  EXPECT_LT(accuracy([](const Image& image) {
              std::vector<float> histogram(64 + 48, 0);
              const auto all = static_cast<float>(image.pixels.size() / 3);
              for (size_t i = 0; i < image.pixels.size(); i += 3) {
                const uint8_t* p = &image.pixels[i];
                histogram[p[0] / 64 * 16 + p[1] / 64 * 4 + p[2] / 64] += 1 / all;
                for (int c = 0; c < 3; ++c) histogram[64 + 16 * c + p[c] / 16] += 1 / all;
              }
              return histogram;
            }),
            0.45);
}

class DefaultTexts : public testing::Test {
 protected:
  DefaultTexts() {
    generate_default_texts(folder_.path() / "reviews");
    const fs::path at = folder_.path() / "reviews";
    const auto checked = check_texts({(at / "training").string(), "", (at / "test").string()}, {});
    training_ = *checked.training;
    test_ = *checked.test;
  }
  template <typename Feature>
  double accuracy(const Feature& feature) const {
    const auto features = [&](const TextDataset& dataset) {
      Features all;
      for (const TextItem& item : dataset.items) all.push_back(feature(item.text));
      return all;
    };
    return linear_accuracy(features(training_), class_indices(training_), features(test_),
                           class_indices(test_), 2);
  }

  TemporaryFolder folder_;
  TextDataset training_;
  TextDataset test_;
};

TEST_F(DefaultTexts, AreTooHardForALinearModelOnWordCounts) {
  std::map<std::string, size_t> vocabulary;
  for (const TextItem& item : training_.items) {
    for (const std::string& word : ascii_words(item.text))
      vocabulary.emplace(word, vocabulary.size());
  }
  EXPECT_LT(accuracy([&](const std::string& text) {
              std::vector<float> counts(vocabulary.size(), 0);
              for (const std::string& word : ascii_words(text)) {
                const auto found = vocabulary.find(word);
                if (found != vocabulary.end()) counts[found->second] += 1;
              }
              return counts;
            }),
            0.7);  // guessing: 0.5
}

TEST_F(DefaultTexts, AreTooHardForALinearModelOnLength) {
  EXPECT_LT(accuracy([&](const std::string& text) {
              return std::vector<float>{static_cast<float>(text.size()),
                                        static_cast<float>(ascii_words(text).size())};
            }),
            0.56);
}

}  // namespace
}  // namespace sempurna
