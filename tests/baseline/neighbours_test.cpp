#include "baseline/neighbours.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

namespace sempurna {
namespace {

/// Points of the plane.
FeatureRows points(const std::vector<std::array<float, 2>>& at, std::vector<int64_t> labels) {
  FeatureRows rows{{}, 2, std::move(labels)};
  for (const auto& [x, y] : at) rows.values.insert(rows.values.end(), {x, y});
  return rows;
}

TEST(Vote, TheCommonestClassWins) {
  EXPECT_EQ(vote(std::vector<int64_t>{4}), 4);
  EXPECT_EQ(vote(std::vector<int64_t>{0, 2, 2}), 2);
  EXPECT_EQ(vote(std::vector<int64_t>{7, 7, 1, 1, 1}), 1);
}

TEST(Vote, OfEqualClassesTheOneWithTheNearestNeighbour) {
  EXPECT_EQ(vote(std::vector<int64_t>{3, 0, 0, 3}), 3);
  EXPECT_EQ(vote(std::vector<int64_t>{5, 1, 2}), 5);
  EXPECT_EQ(vote(std::vector<int64_t>{9, 1, 1, 2, 2}), 1);
}

// The mean is (0, 0): what counts is the direction, however long.
TEST(NearestNeighbours, TellsByDirection) {
  const FeatureRows training = points({{1, 0}, {3, 0.3F}, {-1, 0}, {-3, -0.3F}}, {0, 0, 1, 1});
  const FeatureRows held_out = points({{100, 1}, {0.01F, 0}, {-0.1F, 0}, {-50, 2}}, {0, 0, 1, 0});
  const NeighbourResult result = nearest_neighbours(training, held_out, 1);
  EXPECT_EQ(result.k, 1);
  EXPECT_DOUBLE_EQ(result.left_out, 1);
  EXPECT_DOUBLE_EQ(result.accuracy, 0.75);  // the last is of another class than its neighbours
}

TEST(NearestNeighbours, TheMeanOfTheTrainingPartIsTakenOff) {
  // All in one direction, and told by what lies on which side of the mean.
  const FeatureRows training = points({{10, 1}, {11, 1}, {13, 1}, {14, 1}}, {0, 0, 1, 1});
  const FeatureRows held_out = points({{9, 1}, {15, 1}}, {0, 1});
  EXPECT_DOUBLE_EQ(nearest_neighbours(training, held_out, 1).accuracy, 1);
}

// Twelve on a circle, one of each four with the wrong label: three neighbours outvote it.
TEST(NearestNeighbours, KIsTheOneThatTellsTheTrainingPartBest) {
  FeatureRows training{{}, 2, {}};
  for (int i = 0; i < 12; ++i) {
    const double side = i < 6 ? 0 : std::numbers::pi;
    const double angle = side + 0.01 * (i % 6);
    training.values.insert(training.values.end(), {static_cast<float>(std::cos(angle)),
                                                   static_cast<float>(std::sin(angle))});
    training.labels.push_back((i < 6 ? 0 : 1) ^ (i % 6 == 2 ? 1 : 0));
  }
  const NeighbourResult result = nearest_neighbours(training, training, 2);
  EXPECT_EQ(result.k, 3);
  EXPECT_NEAR(result.left_out, 10.0 / 12, 1e-12);
}

TEST(NearestNeighbours, OfEquallyNearOnesTheFirstCounts) {
  const FeatureRows training = points({{1, 0}, {1, 0}, {-2, 0}}, {2, 1, 0});
  const FeatureRows held_out = points({{5, 0}}, {2});
  EXPECT_DOUBLE_EQ(nearest_neighbours(training, held_out, 1).accuracy, 1);
}

TEST(NearestNeighbours, OneClassIsAlwaysTold) {
  const FeatureRows training = points({{1, 0}, {0, 1}, {-1, 2}}, {0, 0, 0});
  const NeighbourResult result = nearest_neighbours(training, points({{3, 3}}, {0}), 1);
  EXPECT_EQ(result.k, 1);
  EXPECT_DOUBLE_EQ(result.left_out, 1);
  EXPECT_DOUBLE_EQ(result.accuracy, 1);
}

// Two rows: every k beyond 1 asks for more neighbours than there are.
TEST(NearestNeighbours, MoreNeighboursThanRowsAreAllRows) {
  const FeatureRows training = points({{1, 0}, {-1, 0}}, {0, 1});
  const NeighbourResult result = nearest_neighbours(training, points({{2, 0}, {-2, 0}}, {0, 1}), 1);
  EXPECT_DOUBLE_EQ(result.left_out, 0);  // each told by the other
  EXPECT_DOUBLE_EQ(result.accuracy, 1);
}

TEST(NearestNeighbours, NothingIsToldOfNoRows) {
  const FeatureRows none{{}, 2, {}};
  const FeatureRows one = points({{1, 0}}, {0});
  EXPECT_DOUBLE_EQ(nearest_neighbours(one, none, 1).accuracy, 0);
  EXPECT_DOUBLE_EQ(nearest_neighbours(none, one, 1).accuracy, 0);
  EXPECT_DOUBLE_EQ(nearest_neighbours(one, one, 1).left_out, 0);
}

TEST(NearestNeighbours, IsTheSameWithAnyNumberOfThreads) {
  FeatureRows training{{}, 33, {}};
  for (int i = 0; i < 60; ++i) {
    for (int j = 0; j < 33; ++j) {
      training.values.push_back(static_cast<float>((i * 37 + j * 11 + i * j) % 101));
    }
    training.labels.push_back(i % 3);
  }
  const NeighbourResult one = nearest_neighbours(training, training, 1);
  const NeighbourResult four = nearest_neighbours(training, training, 4);
  EXPECT_EQ(one.k, four.k);
  EXPECT_EQ(one.left_out, four.left_out);
  EXPECT_EQ(one.accuracy, four.accuracy);
}

}  // namespace
}  // namespace sempurna
