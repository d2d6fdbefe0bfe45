#pragma once

#include "tuning/gaussian_process.h"

namespace sempurna {

/// The log of how much better than `best` a normally distributed value is expected to be, where
/// what is worse counts as 0: deviation · (φ(z) + z Φ(z)), z = (mean - best) / deviation. -∞ for a
/// deviation of 0 that is not better. The log tells apart what is far too small for a double.
/// Sources: Jones, Schonlau and Welch (1998), (15); Ament et al., Unexpected Improvements to
/// Expected Improvement (2023), section 4.1.
double log_expected_improvement(const Prediction& prediction, double best);

}  // namespace sempurna
