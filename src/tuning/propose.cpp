#include "tuning/propose.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.h"
#include "tuning/expected_improvement.h"
#include "tuning/low_discrepancy.h"

namespace sempurna {

namespace {

constexpr uint64_t kSpread = 1000;  // places all over the space
constexpr size_t kCentres = 5;      // of the best seen, around each of which are
constexpr int kNear = 40;           // others, half of them at each of these deviations:
constexpr double kFar = 0.1;
constexpr double kClose = 0.01;
constexpr double kOtherCategory = 0.2;  // how often a category is drawn anew there
constexpr size_t kClimbs = 3;           // of the best of all these
constexpr double kFirstStep = 0.05;
constexpr double kLastStep = 5e-4;

struct Rated {
  Place place;
  double rating;
};

/// The log of the improvement expected at places, which are moved to where values lie.
class Rating {
 public:
  Rating(const Surrogate& surrogate, const ParameterRanges& ranges, const std::set<Place>& tried)
      : surrogate_(surrogate), ranges_(ranges), tried_(tried) {}

  const ParameterRanges& ranges() const { return ranges_; }
  Rated operator()(Place place) const {
    snap(ranges_, place);
    const double rating = tried_.contains(place)
                              ? -std::numeric_limits<double>::infinity()
                              : log_expected_improvement(surrogate_.at(place), surrogate_.best());
    return {std::move(place), rating};
  }

 private:
  const Surrogate& surrogate_;
  const ParameterRanges& ranges_;
  const std::set<Place>& tried_;
};

Place near(const Place& centre, size_t numbers, double deviation, Random& random) {
  Place place = centre;
  for (size_t i = 0; i < place.size(); ++i) {
    if (i < numbers) {
      place[i] = std::clamp(place[i] + deviation * random.normal(), 0.0, 1.0);
    } else if (random.uniform() < kOtherCategory) {
      place[i] = random.uniform();
    }
  }
  return place;
}

std::vector<Rated> candidates(const Surrogate& surrogate, const Rating& rate, uint64_t key) {
  const size_t coordinates = surrogate.seen().front().size();
  const size_t numbers = rate.ranges().numbers.size();
  std::vector<Rated> rated;
  for (uint64_t i = 0; i < kSpread; ++i)
    rated.push_back(rate(low_discrepancy(coordinates, i, key)));
  Random random(key);
  for (size_t k = 0; k < std::min(kCentres, surrogate.seen().size()); ++k) {
    for (int i = 0; i < kNear; ++i) {
      const double deviation = i % 2 == 0 ? kFar : kClose;
      rated.push_back(rate(near(surrogate.seen()[k], numbers, deviation, random)));
    }
  }
  std::stable_sort(rated.begin(), rated.end(),
                   [](const Rated& a, const Rated& b) { return a.rating > b.rating; });
  return rated;
}

/// Where a number may go from a share: the step down and up, or to the next integers where these
/// are farther away.
std::vector<double> neighbours(const NumberRange& range, double share, double step) {
  std::vector<double> shares;
  for (const double sign : {-1.0, 1.0}) {
    const double length = range.is_integer ? std::max(step, step_of(range, share, sign)) : step;
    shares.push_back(std::clamp(share + sign * length, 0.0, 1.0));
  }
  return shares;
}

/// Where a category may go: to every other.
std::vector<double> neighbours(const CategoricalRange& range, double share, double /*step*/) {
  std::vector<double> shares;
  const auto count = static_cast<double>(range.values.size());
  for (double part = 0.5; part < count; ++part) {
    if (part / count != share) shares.push_back(part / count);
  }
  return shares;
}

/// One coordinate after the other to where it is better, as long as that is anywhere; then with
/// half the step.
Rated climbed(Rated top, const Rating& rate) {
  for (double step = kFirstStep; step >= kLastStep;) {
    const double before = top.rating;
    size_t i = 0;
    const auto move_along = [&](const auto& ranges) {
      for (const auto& range : ranges) {
        for (const double share : neighbours(range, top.place[i], step)) {
          Place place = top.place;
          place[i] = share;
          Rated next = rate(std::move(place));
          if (next.rating > top.rating) top = std::move(next);
        }
        ++i;
      }
    };
    move_along(rate.ranges().numbers);
    move_along(rate.ranges().categories);
    if (!(top.rating > before)) step /= 2;
  }
  return top;
}

}  // namespace

std::optional<Place> most_promising(const Surrogate& surrogate, const ParameterRanges& ranges,
                                    const std::set<Place>& tried, uint64_t key) {
  const Rating rate(surrogate, ranges, tried);
  const std::vector<Rated> starts = candidates(surrogate, rate, key);
  Rated best = starts.front();
  if (!std::isfinite(best.rating)) return std::nullopt;
  for (size_t k = 0; k < kClimbs; ++k) {
    Rated top = climbed(starts[k], rate);
    if (top.rating > best.rating) best = std::move(top);
  }
  return best.place;
}

}  // namespace sempurna
