#pragma once

#include "tuning/gaussian_process.h"

namespace sempurna {

/// The kernel under which the values, of mean 0 and deviation 1, and what is held likely of kernels
/// beforehand are together most likely (maximum a posteriori). At least one observation.
///
/// The logs of the lengths are normal about that of half the root of the number of coordinates,
/// with deviation 1: by the root, functions of many coordinates are no wilder than those of few
/// (Hvarfner, Hellsten and Nardi, Vanilla Bayesian Optimization Performs Great in High Dimensions,
/// 2024). That of the variance is normal about 0 with deviation 1, that of the noise about -6 with
/// deviation 2.
Kernel fitted_kernel(const Observations& observations);

}  // namespace sempurna
