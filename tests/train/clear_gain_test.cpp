#include "train/clear_gain.h"

#include <gmock/gmock.h>

#include "models/scored_model.h"
#include "train/fakes.h"
#include "train/tasks.h"

namespace sempurna {
namespace {

constexpr int64_t kTexts = 100;
constexpr int64_t kClasses = 2;

/// Clouds with scores beside them that are right about all but the first `wrong`.
class ScoredClouds final : public CloudSource {
 public:
  explicit ScoredClouds(int64_t wrong) : CloudSource(kTexts, 4, kClasses), wrong_(wrong) {}

  void begin(Batches batches, uint64_t epoch, bool augment) override {
    positions_.clear();
    for (const auto& batch : batches)
      positions_.insert(positions_.end(), batch.begin(), batch.end());
    next_ = 0;
    CloudSource::begin(std::move(batches), epoch, augment);
  }

  Examples next() override {
    Examples examples = CloudSource::next();
    examples.batch.scores = at::zeros({examples.size(), kClasses});
    for (int64_t k = 0; k < examples.size(); ++k) {
      const int64_t position = positions_[next_++];
      const int64_t label = labels()[static_cast<size_t>(position)];
      examples.batch.scores[k][position < wrong_ ? 1 - label : label] = 2;
    }
    return examples;
  }

 private:
  int64_t wrong_;
  std::vector<int64_t> positions_;
  size_t next_ = 0;
};

/// Right about all but the first `wrong`.
Predictions answered(const ExampleSource& source, int64_t wrong) {
  Predictions predictions;
  predictions.classes = kClasses;
  predictions.labels = source.labels();
  for (int64_t k = 0; k < source.size(); ++k) {
    const bool says_one = (predictions.labels[static_cast<size_t>(k)] == 1) != (k < wrong);
    predictions.probabilities.push_back(says_one ? 0.1 : 0.9);
    predictions.probabilities.push_back(says_one ? 0.9 : 0.1);
  }
  return predictions;
}

class ClearGain : public testing::Test {
 protected:
  ClearGain() {
    plan_.task = Task::TextClassification;
    plan_.hyperparameters = read_hyperparameters(plan_.task, {}, {});
    plan_.loss = training_of(plan_.task).loss(plan_.hyperparameters, true);
  }

  std::optional<WordsAlone> asked(int64_t words_wrong, int64_t whole_wrong) {
    ScoredClouds source(words_wrong);
    return words_alone_without_clear_gain(*model_, source, plan_, kClasses,
                                          answered(source, whole_wrong));
  }

  TrainingPlan plan_;
  std::unique_ptr<Model> model_ =
      with_scores(std::make_unique<TinyModel>(4, 3, kClasses), kClasses);
};

TEST_F(ClearGain, ANetworkThatHelpsStaysAsItWas) {
  const Tensor before = model_->classification_weight().clone();
  EXPECT_FALSE(asked(20, 10));
  EXPECT_TRUE(at::equal(model_->classification_weight(), before));
}

TEST_F(ClearGain, OneThatDoesNotIsLeftOutAndTheWordsAnswer) {
  const auto words = asked(20, 19);
  ASSERT_TRUE(words);
  EXPECT_EQ(model_->classification_weight().abs().max().item<double>(), 0);
  for (int64_t k = 0; k < kTexts; ++k) {
    const bool is_right = words->predictions.predicted(k) == k % kClasses;
    EXPECT_EQ(is_right, k >= 20) << k;
  }
  EXPECT_EQ(words->finding.code, "words-alone");
  EXPECT_EQ(words->finding.message,
            "of the 100 texts held out the trained network with the words is right about 81, the "
            "words alone about 80: not clearly better, so the words alone answer");
}

// 5 more of 5 that differ are beyond one standard error, 1 of 1 is not.
TEST_F(ClearGain, ClearIsBeyondOneStandardError) {
  EXPECT_TRUE(asked(20, 19));
  EXPECT_FALSE(asked(20, 15));
}

TEST_F(ClearGain, AFamilyWithoutANetworkHasNoneToLeaveOut) {
  model_ = with_scores(std::make_unique<TinyModel>(4, 0, kClasses), kClasses);
  EXPECT_FALSE(asked(20, 19));
}

}  // namespace
}  // namespace sempurna
