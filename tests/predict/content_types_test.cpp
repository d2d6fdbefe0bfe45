#include "predict/content_types.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(ContentTypes, AreReadWithoutCaseAndParameters) {
  EXPECT_EQ(media_type("Application/X-Text; charset=utf-8"), "application/x-text");
  EXPECT_EQ(media_type("  image/jpeg\t"), "image/jpeg");
  EXPECT_EQ(media_type(""), "");
}

TEST(ContentTypes, AcceptAsksForOneOfTwoAnswers) {
  using enum AnswerType;
  EXPECT_EQ(answer_type(""), Probabilities);
  EXPECT_EQ(answer_type("*/*"), Probabilities);
  EXPECT_EQ(answer_type("application/json"), Probabilities);
  EXPECT_EQ(answer_type("application/json;verbose"), Verbose);
  EXPECT_EQ(answer_type("Application/JSON ; Verbose"), Verbose);
  EXPECT_EQ(answer_type("application/json;n_predictions=3;verbose"), Verbose);
  EXPECT_EQ(answer_type("text/csv, application/json;verbose"), Verbose);
  EXPECT_EQ(answer_type("application/json, text/plain, */*"), Probabilities);
  EXPECT_EQ(answer_type("text/csv"), std::nullopt);
  EXPECT_EQ(answer_type("application/jsonlines"), std::nullopt);
  EXPECT_EQ(answer_type(";verbose"), std::nullopt);
}

}  // namespace
}  // namespace sempurna
