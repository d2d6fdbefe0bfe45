#include "predict/answerer.h"

#include <gtest/gtest.h>

#include <array>
#include <future>
#include <string>
#include <vector>

#include "base/error.h"
#include "predict/small_model.h"

namespace sempurna {
namespace {

using AnswererTest = SmallModelTest;

constexpr std::array kTexts = {"bagus", "bad", "bagus sekali", "sekali bad bad", "bad bagus"};

TEST_F(AnswererTest, WhoAskAtOnceAreAnsweredAsAlone) {
  Predictor predictor = Predictor::open(model());
  std::vector<Prediction> alone;
  for (const char* text : kTexts) {
    const Batch prepared = predictor.prepare({.texts = {text}});
    alone.push_back(predictor.answer(std::span(&prepared, 1)).front());
  }
  Answerer answerer(predictor);
  constexpr size_t kAsk = 100;
  std::vector<std::future<Prediction>> answers;
  for (size_t k = 0; k < kAsk; ++k) {
    answers.push_back(std::async(std::launch::async, [&, k] {
      return answerer.answer(predictor.prepare({.texts = {kTexts[k % kTexts.size()]}}));
    }));
  }
  for (size_t k = 0; k < kAsk; ++k) {
    const Prediction got = answers[k].get();
    const Prediction& wanted = alone[k % kTexts.size()];
    EXPECT_EQ(got.best, wanted.best);
    for (size_t c = 0; c < 2; ++c) EXPECT_NEAR(got.probabilities[c], wanted.probabilities[c], 1e-6);
  }
  EXPECT_LE(answerer.passes(), static_cast<int64_t>(kAsk));
}

TEST_F(AnswererTest, WhatCannotBeAnsweredIsItsSendersAlone) {
  Predictor predictor = Predictor::open(model());
  Answerer answerer(predictor);
  Batch broken = predictor.prepare({.texts = {"bagus"}});
  broken.token_ids = broken.token_ids + 1000;  // that the model has no rows for
  std::vector<std::future<Prediction>> answers;
  for (size_t k = 0; k < 40; ++k) {
    answers.push_back(std::async(std::launch::async, [&, k] {
      return answerer.answer(k % 8 == 3 ? broken : predictor.prepare({.texts = {"bagus"}}));
    }));
  }
  for (size_t k = 0; k < answers.size(); ++k) {
    if (k % 8 == 3) {
      EXPECT_THROW(answers[k].get(), Error);
    } else {
      EXPECT_EQ(answers[k].get().probabilities.size(), 2U);
    }
  }
}

}  // namespace
}  // namespace sempurna
