#include "tensor/guard.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sempurna {
namespace {

Error error_of(const std::function<void()>& body) {
  try {
    with_torch_errors(body);
  } catch (const Error& error) {
    return error;
  }
  throw std::logic_error("no error came");
}

TEST(WithTorchErrors, AFailedAllocationBecomesAdvice) {
  const Error error = error_of([] { at::empty({int64_t{1} << 50}, at::kFloat); });
  EXPECT_EQ(error.code(), Code::ResourceLimit);
  EXPECT_STREQ(error.what(),
               "there is not enough memory; lower batch_size or choose a smaller model");
}

TEST(WithTorchErrors, AShapeMistakeIsOursAndCarriesNoBacktrace) {
  const Error error = error_of([] { at::mm(at::zeros({2, 3}), at::zeros({2, 3})); });
  EXPECT_EQ(error.code(), Code::Internal);
  EXPECT_EQ(std::string(error.what()).find("frame #"), std::string::npos);
}

}  // namespace
}  // namespace sempurna
