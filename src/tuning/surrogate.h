#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "tuning/gaussian_process.h"
#include "tuning/strategy.h"

namespace sempurna {

/// A model of the objective, of what trials have shown, on a scale of its own where more is better.
///
/// Its kernel is that of the trials that succeeded. Failed ones then count as being as bad as the
/// worst of these, with a doubt, and those at work as being what the model holds likeliest without
/// them, so that parallel trials differ. Parents' trials have a further coordinate that says so:
/// how alike both tunings are is learned with the rest.
class Surrogate {
 public:
  /// A place that was tried, and what came of it.
  struct Seen {
    Place place;
    double goodness;
  };

  /// Empty where fewer than two trials, parents' included, have a finite objective. Of more than
  /// 1,000, the worse ones of the parents are left out.
  static std::optional<Surrogate> of(const TuningPlan& plan, const std::vector<Trial>& trials,
                                     const std::vector<Trial>& parents);

  /// What a trial of this tuning would reach at a place of the search space.
  Prediction at(Place place) const;
  /// The best that is predicted of the places that were seen, and of those of trials at work.
  double best() const { return best_; }
  /// The places that were seen, moved into the search space, those predicted to be best first.
  const std::vector<Place>& seen() const { return seen_; }

 private:
  Surrogate(GaussianProcess process, bool has_parents)
      : process_(std::move(process)), has_parents_(has_parents) {}
  void rank(const ParameterRanges& ranges, std::vector<Seen> seen);

  GaussianProcess process_;
  bool has_parents_;
  std::vector<Place> seen_;
  double best_ = 0;
};

/// How many of the trials have a finite objective to learn from.
size_t count_of_learned(const ParameterRanges& ranges, const std::vector<Trial>& trials);

}  // namespace sempurna
