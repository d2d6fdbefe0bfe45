#include "tensor/device.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "support/pretend_device.h"

namespace sempurna {
namespace {

TEST(Device, ATensorOfTheHostIsItselfThere) {
  const Tensor x = at::arange(6, at::kFloat);
  EXPECT_EQ(on_host(x).data_ptr(), x.data_ptr());
  EXPECT_EQ(HostValues(x).data(), x.data_ptr<float>());
  EXPECT_FALSE(on_device(Tensor(), kCpu).defined());
}

TEST(Device, ValuesOfAnotherDeviceComeByACopyAndGoBackByOne) {
  const Tensor x = on_device(at::arange(6, at::kFloat), pretend_device());
  EXPECT_EQ(x.device(), pretend_device());
  const HostValues values(x);
  EXPECT_EQ(values.count(), 6);
  values.data()[2] = 20;
  EXPECT_EQ(x[2].item<float>(), 2);
  values.store();
  EXPECT_TRUE(at::equal(on_host(x), at::tensor({0.0F, 1.0F, 20.0F, 3.0F, 4.0F, 5.0F})));
}

// What the other tests rest on: that code which takes it for the CPU's would not pass unnoticed.
TEST(PretendDeviceDeathTest, ItsMemoryCannotBeReadByTheProgram) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const Tensor x = on_device(at::ones({4}), pretend_device());
  EXPECT_EXIT(std::exit(static_cast<int>(x.data_ptr<float>()[0])), testing::KilledBySignal(SIGSEGV),
              "");
}

TEST(PretendDevice, ComputesWhatTheCpuComputesViewsAndGradientsIncluded) {
  const auto loss = [](const Tensor& x, const Tensor& weight) {
    const Tensor y = at::relu(x.narrow(0, 1, 3).transpose(0, 1).matmul(weight)).view({-1});
    return (y * y).sum();
  };
  const Tensor x = at::arange(20, at::kFloat).sin().view({4, 5});
  const Tensor weight = at::arange(6, at::kFloat).cos().view({3, 2});
  Tensor here = weight.clone().requires_grad_(true);
  Tensor there = on_device(weight, pretend_device()).requires_grad_(true);
  const Tensor wanted = loss(x, here);
  const Tensor got = loss(on_device(x, pretend_device()), there);
  wanted.backward();
  got.backward();
  EXPECT_EQ(got.item<float>(), wanted.item<float>());
  EXPECT_EQ(there.grad().device(), pretend_device());
  EXPECT_TRUE(at::equal(on_host(there.grad()), here.grad()));
  there.mutable_grad().zero_();
  EXPECT_EQ(there.grad().abs().max().item<float>(), 0);
}

}  // namespace
}  // namespace sempurna
