#pragma once

#include <cmath>
#include <numbers>
#include <string>

#include "base/number.h"
#include "tuning/strategy.h"

namespace sempurna {

/// A function that is known, of tuned values, to be minimised, and how it is searched.
struct KnownFunction {
  ParameterRanges ranges;
  double minimum;
  double (*at)(const Values& values);
};

inline double number(const Values& values, const std::string& name) {
  return read_number<double>(values.at(name)).value();
}

/// Three minima; Dixon and Szegö 1978.
inline KnownFunction branin() {
  return {{{{"x", -5, 10, Scaling::Linear}, {"y", 0, 15, Scaling::Linear}}, {}},
          0.397887,
          [](const Values& values) {
            using std::numbers::pi;
            const double x = number(values, "x");
            const double bowl = number(values, "y") - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
            return bowl * bowl + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10;
          }};
}

/// Six minima in six dimensions; Dixon and Szegö 1978.
inline KnownFunction hartmann6() {
  std::vector<NumberRange> numbers;
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    numbers.push_back({name, 0, 1, Scaling::Linear});
  }
  return {{numbers, {}}, -3.32237, [](const Values& values) {
            constexpr double kHeights[4] = {1, 1.2, 3, 3.2};
            constexpr double kSteepness[4][6] = {{10, 3, 17, 3.5, 1.7, 8},
                                                 {0.05, 10, 17, 0.1, 8, 14},
                                                 {3, 3.5, 1.7, 10, 17, 8},
                                                 {17, 8, 0.05, 10, 0.1, 14}};
            constexpr double kCentres[4][6] = {{0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
                                               {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
                                               {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
                                               {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}};
            double sum = 0;
            for (int i = 0; i < 4; ++i) {
              double away = 0;
              int j = 0;
              for (const auto& [name, text] : values) {
                const double distance = number(values, name) - kCentres[i][j];
                away += kSteepness[i][j++] * distance * distance;
              }
              sum -= kHeights[i] * std::exp(-away);
            }
            return sum;
          }};
}

/// As of training: the best rate depends on the optimizer, epochs hardly matter, flip does not.
inline KnownFunction training() {
  return {{{{"rate", 1e-6, 1, Scaling::Logarithmic}, {"epochs", 1, 10, Scaling::Linear, true}},
           {{"optimizer", {"adam", "sgd", "rmsprop", "adagrad"}}, {"flip", {"no", "yes"}}}},
          0.1,
          [](const Values& values) {
            const std::string& optimizer = values.at("optimizer");
            const double best_rate = optimizer == "sgd" ? -1.2 : optimizer == "adam" ? -3.3 : -2.5;
            const double away = std::log10(number(values, "rate")) - best_rate;
            const double extra = optimizer == "adam" ? 0 : optimizer == "sgd" ? 0.05 : 0.2;
            return 0.1 + extra + 0.3 * (1 - std::exp(-away * away)) +
                   0.01 * (10 - number(values, "epochs"));
          }};
}

}  // namespace sempurna
