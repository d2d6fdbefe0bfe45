#pragma once

#include <span>
#include <vector>

#include "tuning/cholesky.h"
#include "tuning/search_space.h"

namespace sempurna {

/// Places with what was seen there. The first `numbers` coordinates of a place are numbers, of
/// which the difference counts; the others are categories, which are the same or differ by 1. (As
/// one-hot codes of length 1/√2 would, of which all share a length scale.)
struct Observations {
  size_t numbers = 0;
  std::vector<Place> places;
  std::vector<double> values;
  /// Variance of each value beside the kernel's own noise.
  std::vector<double> doubts;

  void add(Place place, double value, double doubt = 0);
};

/// What a Gaussian process takes for granted: variance · m(r) between two places, and noise on each
/// value, where m(r) = (1 + √5 r + 5/3 r²) exp(-√5 r) is Matérn's of smoothness 5/2 and r² the sum
/// of (difference / length)² over coordinates. Source: Rasmussen and Williams, Gaussian Processes
/// for Machine Learning (2006), (4.17) and section 5.1.
struct Kernel {
  std::vector<double> lengths;  ///< one a coordinate, above 0
  double variance = 1;
  double noise = 1e-3;  ///< a variance too
};

/// What a process holds possible at a place, without noise.
struct Prediction {
  double mean;
  double deviation;  ///< at least 0
};

/// A Gaussian process of mean 0 with that kernel after those observations.
class GaussianProcess {
 public:
  GaussianProcess(Kernel kernel, Observations observations);

  Prediction at(const Place& place) const;

 private:
  Kernel kernel_;
  Observations observations_;
  Cholesky factor_;
  std::vector<double> weights_;
};

/// The log of the density of the values under the kernel, the log marginal likelihood. Where
/// `gradient` is not empty it is filled with the derivatives by the logs of the lengths, of the
/// variance and of the noise, in this order. Source: Rasmussen and Williams, (2.30) and (5.9).
double log_likelihood(const Kernel& kernel, const Observations& observations,
                      std::span<double> gradient = {});

}  // namespace sempurna
