#include "dataset/linear_model.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace sempurna {
namespace {

// The judge of the default data sets must itself be able to learn: three classes that differ by a
// little in each of many noisy features.
TEST(LinearModel, LearnsWhatIsLinear) {
  const auto draw = [](uint64_t key, std::vector<int>& y) {
    Random random(key);
    LinearModel::Features x;
    for (int i = 0; i < 600; ++i) {
      y.push_back(i % 3);
      x.emplace_back();
      for (int j = 0; j < 300; ++j) {
        x.back().push_back(static_cast<float>(random.normal() + (j % 3 == y.back() ? 0.3 : 0)));
      }
    }
    return x;
  };
  std::vector<int> y;
  std::vector<int> test_y;
  const auto x = draw(1, y);
  const auto test_x = draw(2, test_y);
  EXPECT_GT(LinearModel(x, y, 3).accuracy(test_x, test_y), 0.9);
}

}  // namespace
}  // namespace sempurna
