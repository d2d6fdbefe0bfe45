#include "train/feature_key.h"

#include <gtest/gtest.h>

#include "train/fingerprint.h"

namespace sempurna {
namespace {

std::string key_of(const Fingerprint& fingerprint) {
  return feature_key(fingerprint.to_json(), "order");
}

TEST(FeatureKey, WhatOnlyTheHeadKnowsIsNotInIt) {
  Fingerprint a;
  Fingerprint b;
  b.hyperparameters.learning_rate = 0.3;
  b.hyperparameters.batch_size = 7;
  b.hyperparameters.optimizer = OptimizerKind::Sgd;
  b.hyperparameters.epochs = 9;
  b.hyperparameters.dropout_rate = 0.5;
  b.hyperparameters.seed = 4;
  EXPECT_EQ(key_of(a), key_of(b));
}

TEST(FeatureKey, WhatTheBackboneSeesIsInIt) {
  const Fingerprint a;
  for (const auto& change : std::vector<std::function<void(Fingerprint&)>>{
           [](Fingerprint& f) { f.data_hash = "2"; }, [](Fingerprint& f) { f.model_hash = "2"; },
           [](Fingerprint& f) { f.precision = "bf16"; }, [](Fingerprint& f) { f.threads = 2; },
           [](Fingerprint& f) { f.version = "2"; },
           [](Fingerprint& f) { f.hyperparameters.decode = Decoding::Exact; },
           [](Fingerprint& f) { f.hyperparameters.augmentation = true; }}) {
    Fingerprint b = a;
    change(b);
    EXPECT_NE(key_of(a), key_of(b));
  }
  Fingerprint text;
  text.task = Task::TextClassification;
  Fingerprint longer = text;
  longer.hyperparameters.max_length = 64;
  EXPECT_NE(key_of(text), key_of(longer));
}

TEST(FeatureKey, WhichExampleIsAtWhichPositionIsInIt) {
  const Json fingerprint = Fingerprint().to_json();
  EXPECT_NE(feature_key(fingerprint, "1"), feature_key(fingerprint, "2"));
}

TEST(FeatureKey, TheSeedMattersWhereThereAreRandomChanges) {
  Fingerprint a;
  a.hyperparameters.augmentation = true;
  Fingerprint b = a;
  b.hyperparameters.seed = 4;
  EXPECT_NE(key_of(a), key_of(b));
  b = a;
  b.hyperparameters.augmentation_random_zoom = 0.4;
  EXPECT_NE(key_of(a), key_of(b));
}

}  // namespace
}  // namespace sempurna
