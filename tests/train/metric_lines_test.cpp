#include "train/metric_lines.h"

#include <gtest/gtest.h>

#include <regex>

namespace sempurna {
namespace {

const EpochRecord kRecord{2,
                          {{"learning_rate", 0.001},
                           {"loss", 0.50123},
                           {"accuracy", 0.75},
                           {"val_loss", 0.00001},
                           {"val_accuracy", 0.9}}};

std::string last_match(const std::string& text, const std::string& expression) {
  std::string last;
  const std::regex regex(expression);
  for (auto i = std::sregex_iterator(text.begin(), text.end(), regex); i != std::sregex_iterator();
       ++i) {
    last = (*i)[1];
  }
  return last;
}

TEST(MetricLines, OfPicturesMatchThePublishedExpressions) {
  const std::string line = epoch_line(Task::ImageClassification, 5, kRecord);
  EXPECT_EQ(line,
            "Epoch 2/5 - loss: 0.5012 - accuracy: 0.7500 - val_loss: 0.0000 - val_accuracy: "
            "0.9000\n");
  EXPECT_EQ(last_match(line, "- val_accuracy: ([0-9\\.]+)"), "0.9000");
  EXPECT_EQ(last_match(line, "- accuracy: ([0-9\\.]+)"), "0.7500");
  EXPECT_EQ(last_match(line, "val_accuracy: ([0-9\\.]+)"), "0.9000");
  EXPECT_EQ(last_match(result_lines(Task::ImageClassification, kRecord.figures),
                       "- val_accuracy: ([0-9\\.]+)"),
            "0.9000");
}

TEST(MetricLines, OfTextsMatchThePublishedExpressions) {
  const std::string line = epoch_line(Task::TextClassification, 5, kRecord);
  EXPECT_EQ(last_match(line, "val_accuracy=([0-9\\.]+)"), "0.9000");
  EXPECT_EQ(last_match(result_lines(Task::TextClassification, kRecord.figures),
                       "val_accuracy=([0-9\\.]+)"),
            "0.9000");
}

TEST(MetricLines, OfTheTestChannel) {
  EXPECT_EQ(test_lines(Task::ImageClassification, {{"loss", 0.5}, {"accuracy", 0.25}}),
            "- Test loss: 0.5000\n- Test accuracy: 0.2500\n");
}

}  // namespace
}  // namespace sempurna
