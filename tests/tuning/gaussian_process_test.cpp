#include "tuning/gaussian_process.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tuning/fit_kernel.h"
#include "tuning/golden.h"

namespace sempurna {
namespace {

Kernel golden_kernel() {
  const Json& process = golden()["process"];
  return {process["lengths"].get<std::vector<double>>(), process["variance"].get<double>(),
          process["noise"].get<double>()};
}

Observations golden_observations() {
  const Json& process = golden()["process"];
  Observations observations;
  observations.numbers = 2;
  for (size_t i = 0; i < process["places"].size(); ++i) {
    observations.add(process["places"][i].get<Place>(), process["values"][i].get<double>());
  }
  return observations;
}

TEST(GaussianProcess, PredictsAsScikitLearn) {
  const Json& process = golden()["process"];
  const GaussianProcess model(golden_kernel(), golden_observations());
  ASSERT_EQ(process["asked"].size(), 4U);
  for (size_t i = 0; i < process["asked"].size(); ++i) {
    const Prediction prediction = model.at(process["asked"][i].get<Place>());
    EXPECT_NEAR(prediction.mean, process["mean"][i].get<double>(), 1e-7);
    EXPECT_NEAR(prediction.deviation, process["deviation"][i].get<double>(), 1e-7);
  }
}

TEST(GaussianProcess, HasScikitLearnsLikelihoodAndGradient) {
  const Json& process = golden()["process"];
  std::vector<double> gradient(5);
  const double value = log_likelihood(golden_kernel(), golden_observations(), gradient);
  EXPECT_NEAR(value, process["likelihood"].get<double>(), 1e-6);
  EXPECT_EQ(value, log_likelihood(golden_kernel(), golden_observations()));
  for (size_t i = 0; i < gradient.size(); ++i) {
    EXPECT_NEAR(gradient[i], process["gradient"][i].get<double>(), 1e-6) << i;
  }
}

TEST(GaussianProcess, ADoubtIsNoiseOfOneValue) {
  Observations observations;
  observations.numbers = 1;
  observations.add({0.5}, 2, 0.25);
  const GaussianProcess model({{1}, 1, 0}, observations);
  EXPECT_NEAR(model.at({0.5}).mean, 2 / 1.25, 1e-8);
  EXPECT_NEAR(model.at({0.5}).deviation, std::sqrt(1 - 1 / 1.25), 1e-8);
}

TEST(GaussianProcess, TheSamePlaceManyTimesIsNoHarm) {
  Observations observations;
  observations.numbers = 1;
  for (int i = 0; i < 50; ++i) observations.add({0.5}, 1);
  const GaussianProcess model({{1}, 1, 1e-12}, observations);
  EXPECT_NEAR(model.at({0.5}).mean, 1, 1e-6);
}

TEST(FittedKernel, FindsWhichCoordinateMatters) {
  Observations observations;
  observations.numbers = 2;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) observations.add({i / 5.0, j / 5.0}, 1.4 * std::sin(6 * i / 5.0));
  }
  const Kernel kernel = fitted_kernel(observations);
  EXPECT_LT(kernel.lengths[0], 1);
  EXPECT_GT(kernel.lengths[1], 3 * kernel.lengths[0]);
  EXPECT_LT(kernel.noise, 0.001);
}

TEST(FittedKernel, TellsNoiseFromTheFunction) {
  Observations observations;
  observations.numbers = 1;
  for (int i = 0; i < 60; ++i) {
    observations.add({i / 59.0}, std::sin(6 * i / 59.0) + (i % 2 == 0 ? 0.5 : -0.5));
  }
  EXPECT_NEAR(fitted_kernel(observations).noise, 0.25, 0.1);
}

}  // namespace
}  // namespace sempurna
