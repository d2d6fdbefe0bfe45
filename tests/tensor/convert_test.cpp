#include "tensor/convert.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(Convert, ATensorSurvivesTheWayThroughAView) {
  const Tensor tensor = at::arange(6, at::kFloat).reshape({2, 3});
  const TensorView view = to_view("a", tensor);
  EXPECT_EQ(view.shape, (std::vector<int64_t>{2, 3}));
  EXPECT_TRUE(at::equal(to_tensor(view), tensor));
}

TEST(Convert, SmallerFloatsBecomeFp32AndSmallerIntegersInt64) {
  const Tensor half = at::tensor({0.5F, -2.0F}).to(at::kHalf);
  EXPECT_TRUE(at::equal(to_tensor(to_view("h", half)), at::tensor({0.5F, -2.0F})));
  const Tensor bytes = at::tensor({1, 200}, at::kByte);
  EXPECT_EQ(to_tensor(to_view("b", bytes)).scalar_type(), at::kLong);
}

TEST(Convert, AScalarHasAnEmptyShape) {
  const Tensor scalar = at::scalar_tensor(3, at::kLong);
  EXPECT_EQ(to_tensor(to_view("s", scalar)).item<int64_t>(), 3);
}

}  // namespace
}  // namespace sempurna
