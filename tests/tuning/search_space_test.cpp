#include "tuning/search_space.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "base/number.h"

namespace sempurna {
namespace {

std::string value_at(const NumberRange& range, double share) {
  return values_at({{range}, {}}, Place{share}).at(range.name);
}

double number_at(const NumberRange& range, double share) {
  return read_number<double>(value_at(range, share)).value();
}

TEST(SearchSpace, SpreadsNumbersByTheirScale) {
  EXPECT_EQ(value_at({"x", -1, 3, Scaling::Linear}, 0.25), "0");
  EXPECT_NEAR(number_at({"x", 1e-4, 1, Scaling::Logarithmic}, 0.25), 1e-3, 1e-12);
  // Half way between 1 - 0.9 and 1 - 0.999, by their logarithms.
  EXPECT_NEAR(number_at({"x", 0.9, 0.999, Scaling::ReverseLogarithmic}, 0.5), 0.99, 1e-12);
}

TEST(SearchSpace, AutoIsLogarithmicOverMoreThanTwoDecades) {
  EXPECT_EQ(scaling_of({"x", 0.001, 0.2}), Scaling::Logarithmic);
  EXPECT_EQ(scaling_of({"x", 0.001, 0.1}), Scaling::Linear);
  EXPECT_EQ(scaling_of({"x", 0, 1000}), Scaling::Linear);
  EXPECT_EQ(scaling_of({"x", 1, 1000, Scaling::Linear}), Scaling::Linear);
}

TEST(SearchSpace, NumbersStayInTheirRangeAndReadBack) {
  const NumberRange range{"x", 1e-5, 0.3, Scaling::Logarithmic};
  EXPECT_EQ(value_at(range, 0), "1e-05");
  EXPECT_EQ(value_at(range, 1), "0.3");
  const std::string text = value_at(range, 1.0 / 3);
  EXPECT_EQ(value_at({"x", number_at(range, 1.0 / 3), 1}, 0), text);
  EXPECT_EQ(value_at({"x", 0.5, 0.5}, 0.7), "0.5");
}

TEST(SearchSpace, EveryIntegerHasItsShareOfTheScale) {
  const NumberRange range{"n", 1, 4, Scaling::Linear, true};
  std::map<std::string, int> count;
  for (int i = 0; i < 400; ++i) ++count[value_at(range, (i + 0.5) / 400)];
  EXPECT_EQ(count, (std::map<std::string, int>{{"1", 100}, {"2", 100}, {"3", 100}, {"4", 100}}));
  EXPECT_EQ(value_at({"n", 1, 1000, Scaling::Logarithmic, true}, 0), "1");
  EXPECT_EQ(value_at({"n", 1, 1000, Scaling::Logarithmic, true}, 1), "1000");
}

TEST(SearchSpace, APlaceIsThatOfItsValues) {
  const ParameterRanges ranges{{{"rate", 1e-4, 0.1, Scaling::Logarithmic},
                                {"keep", 0, 0.99, Scaling::ReverseLogarithmic},
                                {"epochs", 1, 9, Scaling::Linear, true}},
                               {{"optimizer", {"adam", "sgd"}}}};
  const Values values = values_at(ranges, Place{0.3, 0.6, 0.51, 0.9});
  EXPECT_EQ(values.at("epochs"), "5");
  EXPECT_EQ(values.at("optimizer"), "sgd");
  const Place place = place_of(ranges, values).value();
  EXPECT_NEAR(place[0], 0.3, 1e-12);
  EXPECT_NEAR(place[1], 0.6, 1e-12);
  EXPECT_NEAR(place[2], 0.5, 1e-12);
  EXPECT_EQ(place[3], 0.75);
  EXPECT_EQ(values_at(ranges, place), values);
}

TEST(SearchSpace, SnappedIsWhereTheValuesLie) {
  const ParameterRanges ranges{{{"rate", 1e-4, 0.1, Scaling::Logarithmic},
                                {"keep", 0, 0.99, Scaling::ReverseLogarithmic},
                                {"epochs", 1, 9, Scaling::Logarithmic, true}},
                               {{"optimizer", {"adam", "sgd", "rmsprop"}}}};
  for (int i = 0; i <= 20; ++i) {
    const double share = i / 20.0;
    Place place{share, share, share, share};
    const Place from_values = place_of(ranges, values_at(ranges, place)).value();
    snap(ranges, place);
    EXPECT_EQ(place, from_values) << share;
  }
}

TEST(SearchSpace, WhatHasNoPlace) {
  const ParameterRanges ranges{{{"rate", 1e-4, 0.1, Scaling::Logarithmic}}, {{"flip", {"a", "b"}}}};
  EXPECT_FALSE(place_of(ranges, {{"rate", "0.01"}}));
  EXPECT_FALSE(place_of(ranges, {{"rate", "much"}, {"flip", "a"}}));
  EXPECT_FALSE(place_of(ranges, {{"rate", "-1"}, {"flip", "a"}}));
  const Place beyond = place_of(ranges, {{"rate", "1"}, {"flip", "c"}}).value();
  EXPECT_NEAR(beyond[0], 4.0 / 3, 1e-12);
  EXPECT_EQ(beyond[1], -1);
}

TEST(SearchSpace, CountsThroughAllValues) {
  const ParameterRanges ranges{{{"n", 3, 5, Scaling::Logarithmic, true}, {"x", 0.5, 0.5}},
                               {{"flip", {"a", "b"}}}};
  std::set<Values> seen;
  for (uint64_t n = 0; n < 6; ++n) seen.insert(nth_values(ranges, n));
  EXPECT_EQ(seen.size(), 6U);
  EXPECT_EQ(nth_values(ranges, 0), (Values{{"n", "3"}, {"x", "0.5"}, {"flip", "a"}}));
  EXPECT_EQ(nth_values(ranges, 4), (Values{{"n", "4"}, {"x", "0.5"}, {"flip", "b"}}));
}

}  // namespace
}  // namespace sempurna
