#include "train/validation_items.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/files.h"

namespace sempurna {
namespace {

/// Of `n` examples of two classes, the k-th of which is a "b" with a probability of (k + 1/2) / n;
/// all are of "b" but each tenth.
Predictions predictions_of(int64_t n) {
  Predictions p;
  p.classes = 2;
  for (int64_t k = 0; k < n; ++k) {
    const double b = (static_cast<double>(k) + 0.5) / static_cast<double>(n);
    p.probabilities.insert(p.probabilities.end(), {1 - b, b});
    p.labels.push_back(k % 10 == 0 ? 0 : 1);
  }
  return p;
}

DataPart part() {
  DataPart made;
  made.name = "validation";
  made.locate = [](int64_t position) {
    WrongAnswer item;
    item.channel = "training";
    item.file = "data.csv";
    item.row = position + 1;
    item.text = "text " + std::to_string(position);
    return item;
  };
  return made;
}

TEST(ValidationItems, AreAllOfFewTheWorstFirst) {
  const ValidationRecord record = validation_record(predictions_of(100), part(), {"a", "b"});
  EXPECT_EQ(record.examples, 100);
  ASSERT_EQ(record.items.size(), 100U);
  EXPECT_EQ(record.items[0].row, 2);  // a "b" that it holds for an "a" most surely
  EXPECT_EQ(record.items[0].label, "b");
  EXPECT_EQ(record.items[0].predicted, "a");
  EXPECT_NEAR(record.items[0].label_probability.value(), 0.015, 1e-9);
  EXPECT_NEAR(record.items[0].predicted_probability.value(), 0.985, 1e-9);
  for (size_t k = 1; k < record.items.size(); ++k)
    EXPECT_LE(record.items[k - 1].label_probability, record.items[k].label_probability);
  int64_t sum = 0;
  for (const ValidationCell& cell : record.cells) sum += cell.count;
  EXPECT_EQ(sum, 100);
  EXPECT_EQ(record.cells.size(), 4U);
}

TEST(ValidationItems, OfManyAreTheWorstTheBestAndSomeBetween) {
  const ValidationRecord all = validation_record(predictions_of(1000), part(), {"a", "b"}, 1000);
  const ValidationRecord some = validation_record(predictions_of(1000), part(), {"a", "b"}, 100);
  ASSERT_EQ(some.items.size(), 100U);
  EXPECT_EQ(some.examples, 1000);
  for (size_t k = 0; k < 40; ++k) EXPECT_EQ(some.items[k].row, all.items[k].row);
  for (size_t k = 1; k <= 20; ++k) EXPECT_EQ(some.items[100 - k].row, all.items[1000 - k].row);
  // In order still, and from all over.
  for (size_t k = 1; k < some.items.size(); ++k)
    EXPECT_LE(some.items[k - 1].label_probability, some.items[k].label_probability);
  EXPECT_GT(some.items[79].label_probability.value() - some.items[40].label_probability.value(),
            0.5);
  // The matrix is of all.
  EXPECT_EQ(to_json(some).at("cells"), to_json(all).at("cells"));
}

TEST(ValidationItems, AreReadAsTheyWereWritten) {
  const ValidationRecord record = validation_record(predictions_of(20), part(), {"a", "b"});
  const auto read = from_json<ValidationRecord>(to_json(record), "validation.json");
  EXPECT_EQ(to_json(read), to_json(record));
}

TEST(ValidationItems, OfVeryManyCellsAreTheFullest) {
  Predictions p;
  p.classes = 120;
  std::vector<std::string> labels;
  for (int64_t k = 0; k < p.classes; ++k) labels.push_back("class " + std::to_string(k));
  // Each pair of classes once, and what is right once more.
  for (int64_t k = 0; k < p.classes * (p.classes + 1); ++k) {
    const int64_t truth = k % p.classes;
    const int64_t answer = k < p.classes * p.classes ? k / p.classes : truth;
    std::vector<double> sure(static_cast<size_t>(p.classes), 0);
    sure[static_cast<size_t>(answer)] = 1;
    p.probabilities.insert(p.probabilities.end(), sure.begin(), sure.end());
    p.labels.push_back(truth);
  }
  const ValidationRecord record = validation_record(p, part(), labels);
  EXPECT_EQ(record.examples, 120 * 121);
  ASSERT_EQ(record.cells.size(), 10'000U);
  const auto right = [](const ValidationCell& cell) { return cell.label == cell.predicted; };
  EXPECT_EQ(std::ranges::count_if(record.cells, right), 120);
}

TEST(ValidationItems, ReplaceThoseBeforeAndWhatAKilledWorkerLeft) {
  const TemporaryFolder folder;
  const JobFolder job{folder.path()};
  const fs::path file = validation_file(job.root);
  const fs::path left_over = file.string() + ".0123456789abcdef.partial";
  write_file_atomic(left_over, "{");
  JobData data;
  data.labels = {"a", "b"};
  data.validation = part();
  ValidationItems items(job, data);
  items.show(1, predictions_of(20));
  EXPECT_FALSE(fs::exists(left_over));
  items.show(2, predictions_of(20));  // within the same second
  const auto read = [&] { return from_json<ValidationRecord>(read_json(file), "validation.json"); };
  EXPECT_EQ(read().epoch, 1);
  EXPECT_FALSE(read().is_kept);
  items.show_kept(2, predictions_of(20));
  EXPECT_EQ(read().epoch, 2);
  EXPECT_TRUE(read().is_kept);
}

}  // namespace
}  // namespace sempurna
