#include "tuning/parameter_ranges.h"

#include <gtest/gtest.h>

#include <limits>

namespace sempurna {
namespace {

NumberRange number(double min, double max, Scaling scaling = Scaling::Auto, bool integer = false) {
  return {"rate", min, max, scaling, integer};
}

TEST(ParameterRanges, TheNamesOfScalingsAreSageMakers) {
  EXPECT_EQ(choice_named<Scaling>("ReverseLogarithmic"), Scaling::ReverseLogarithmic);
  EXPECT_EQ(choice_named<Scaling>("Auto"), Scaling::Auto);
  EXPECT_FALSE(choice_named<Scaling>("linear"));
}

TEST(ParameterRanges, EveryFaultHasItsSentence) {
  const double infinite = std::numeric_limits<double>::infinity();
  const std::vector<std::string> many(31, "x");
  struct Case {
    ParameterRanges ranges;
    std::string fault;
  };
  const std::vector<Case> cases = {
      {{}, "There is no hyperparameter to tune: name at least one range."},
      {{{number(2, 1)}, {}}, "rate has a MinValue of 2, which is above its MaxValue of 1."},
      {{{number(0, infinite)}, {}}, "rate must have a finite MinValue and MaxValue."},
      {{{number(0, 1, Scaling::Logarithmic)}, {}},
       "rate cannot be scaled logarithmically from 0 on: its MinValue must be above 0."},
      {{{number(0, 1, Scaling::ReverseLogarithmic)}, {}},
       "rate goes from 0 to 1: ReverseLogarithmic is for values of at least 0 and below 1."},
      {{{number(-0.1, 0.5, Scaling::ReverseLogarithmic)}, {}},
       "rate goes from -0.1 to 0.5: ReverseLogarithmic is for values of at least 0 and below 1."},
      {{{number(0, 0, Scaling::ReverseLogarithmic, true)}, {}},
       "rate is a range of integers: ReverseLogarithmic is for continuous ones."},
      {{{number(1, 2.5, Scaling::Linear, true)}, {}},
       "rate is a range of integers, and 2.5 is none."},
      {{{number(1, 1e18, Scaling::Linear, true)}, {}},
       "rate reaches 1e+18: integers are tuned between -2^53 and 2^53."},
      {{{number(0, 1), number(0, 1)}, {}}, "rate has two ranges: one is allowed."},
      {{{number(0, 1)}, {{"rate", {"a"}}}}, "rate has two ranges: one is allowed."},
      {{{}, {{"optimizer", {}}}}, "optimizer has 0 values: a categorical range has 1 to 30."},
      {{{}, {{"optimizer", many}}}, "optimizer has 31 values: a categorical range has 1 to 30."},
      {{{}, {{"optimizer", {"adam", "sgd", "adam"}}}}, "optimizer has the value \"adam\" twice."},
      {{{}, {{"optimizer", {std::string(257, 'x')}}}},
       "optimizer has a value of 257 characters: at most 256 are allowed."},
      {{std::vector<NumberRange>(31, number(0, 1)), {}},
       "31 hyperparameters are too many to tune: at most 30 are allowed."},
  };
  for (const Case& one : cases) EXPECT_EQ(fault_of(one.ranges), one.fault);
}

TEST(ParameterRanges, WhatIsAllowedHasNoFault) {
  EXPECT_FALSE(fault_of({{number(0, 1), {"epochs", 3, 3, Scaling::Logarithmic, true}},
                         {{"optimizer", std::vector<std::string>{"adam", "sgd"}}}}));
  EXPECT_FALSE(fault_of({{number(0, 0.999, Scaling::ReverseLogarithmic)}, {}}));
}

TEST(ParameterRanges, CountsWhatThereIsToTry) {
  const CategoricalRange three{"optimizer", {"adam", "sgd", "rmsprop"}};
  const NumberRange integers{"epochs", 2, 5, Scaling::Auto, true};
  EXPECT_EQ(combinations({{}, {three, {"flip", {"no", "yes"}}}}), 6);
  EXPECT_EQ(combinations({{integers}, {three}}), std::nullopt);
  EXPECT_EQ(distinct_values({{integers}, {three}}), 12);
  EXPECT_EQ(distinct_values({{integers, number(0, 1)}, {three}}), std::nullopt);
  EXPECT_EQ(distinct_values({{integers, number(1, 1)}, {three}}), 12);
  const NumberRange all{"n", -0x1.0p53, 0x1.0p53, Scaling::Linear, true};
  EXPECT_EQ(distinct_values({{all, all}, {}}), int64_t{1} << 62);
}

}  // namespace
}  // namespace sempurna
