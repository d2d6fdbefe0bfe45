#include "train/optimizer_rules.h"

#include <cfloat>
#include <cmath>

#include "base/error.h"

// Built with optimisation for vectors (see CMakeLists.txt), once for each kind of processor that is
// worth it; the loops run at the speed of memory.
#if defined(__x86_64__) && defined(__GNUC__)
#define SEMPURNA_VECTORISED \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SEMPURNA_VECTORISED
#endif

namespace sempurna {

namespace {

// Where a gradient was always 0, an epsilon of 0 would divide 0 by 0.
float positive(double epsilon) {
  return std::max(static_cast<float>(epsilon), FLT_MIN);
}

SEMPURNA_VECTORISED void adam_loop(float* __restrict p, const float* __restrict g,
                                   float* __restrict m, float* __restrict v, int64_t n, float b1,
                                   float b2, float step, float epsilon, float keep) {
  for (int64_t i = 0; i < n; ++i) {
    m[i] += (g[i] - m[i]) * (1 - b1);
    v[i] += (g[i] * g[i] - v[i]) * (1 - b2);
    p[i] = p[i] * keep - step * m[i] / (std::sqrt(v[i]) + epsilon);
  }
}

SEMPURNA_VECTORISED void sgd_loop(float* __restrict p, const float* __restrict g,
                                  float* __restrict velocity, int64_t n, float rate,
                                  float momentum) {
  for (int64_t i = 0; i < n; ++i) {
    velocity[i] = momentum * velocity[i] - rate * g[i];
    p[i] += velocity[i];
  }
}

SEMPURNA_VECTORISED void nesterov_loop(float* __restrict p, const float* __restrict g,
                                       float* __restrict velocity, int64_t n, float rate,
                                       float momentum) {
  for (int64_t i = 0; i < n; ++i) {
    velocity[i] = momentum * velocity[i] - rate * g[i];
    p[i] += momentum * velocity[i] - rate * g[i];
  }
}

SEMPURNA_VECTORISED void rmsprop_loop(float* __restrict p, const float* __restrict g,
                                      float* __restrict square, float* __restrict velocity,
                                      int64_t n, float rate, float rho, float momentum,
                                      float epsilon) {
  for (int64_t i = 0; i < n; ++i) {
    square[i] = rho * square[i] + (1 - rho) * g[i] * g[i];
    velocity[i] = momentum * velocity[i] + rate * g[i] / std::sqrt(square[i] + epsilon);
    p[i] -= velocity[i];
  }
}

SEMPURNA_VECTORISED void adagrad_loop(float* __restrict p, const float* __restrict g,
                                      float* __restrict sum, int64_t n, float rate, float epsilon) {
  for (int64_t i = 0; i < n; ++i) {
    sum[i] += g[i] * g[i];
    p[i] -= rate * g[i] / std::sqrt(sum[i] + epsilon);
  }
}

SEMPURNA_VECTORISED void adadelta_loop(float* __restrict p, const float* __restrict g,
                                       float* __restrict square, float* __restrict moved, int64_t n,
                                       float rate, float rho, float epsilon) {
  for (int64_t i = 0; i < n; ++i) {
    square[i] = rho * square[i] + (1 - rho) * g[i] * g[i];
    const float step = -std::sqrt(moved[i] + epsilon) * g[i] / std::sqrt(square[i] + epsilon);
    moved[i] = rho * moved[i] + (1 - rho) * step * step;
    p[i] += rate * step;
  }
}

void adam(const OptimizerSlice& s, const Hyperparameters& h, const OptimizerStep& step) {
  const auto t = static_cast<double>(step.number);
  const double corrected =
      step.learning_rate * std::sqrt(1 - std::pow(h.beta_2, t)) / (1 - std::pow(h.beta_1, t));
  adam_loop(s.value, s.gradient, s.slots[0], s.slots[1], s.count, static_cast<float>(h.beta_1),
            static_cast<float>(h.beta_2), static_cast<float>(corrected), positive(h.epsilon),
            static_cast<float>(1 - step.learning_rate * step.weight_decay));
}

void sgd(const OptimizerSlice& s, const Hyperparameters& h, const OptimizerStep& step) {
  sgd_loop(s.value, s.gradient, s.slots[0], s.count, static_cast<float>(step.learning_rate),
           static_cast<float>(h.momentum));
}

void nesterov(const OptimizerSlice& s, const Hyperparameters& h, const OptimizerStep& step) {
  nesterov_loop(s.value, s.gradient, s.slots[0], s.count, static_cast<float>(step.learning_rate),
                static_cast<float>(h.momentum));
}

void rmsprop(const OptimizerSlice& s, const Hyperparameters& h, const OptimizerStep& step) {
  rmsprop_loop(s.value, s.gradient, s.slots[0], s.slots[1], s.count,
               static_cast<float>(step.learning_rate), static_cast<float>(h.rho),
               static_cast<float>(h.momentum), positive(h.epsilon));
}

void adagrad(const OptimizerSlice& s, const Hyperparameters& h, const OptimizerStep& step) {
  adagrad_loop(s.value, s.gradient, s.slots[0], s.count, static_cast<float>(step.learning_rate),
               positive(h.epsilon));
}

void adadelta(const OptimizerSlice& s, const Hyperparameters& h, const OptimizerStep& step) {
  adadelta_loop(s.value, s.gradient, s.slots[0], s.slots[1], s.count,
                static_cast<float>(step.learning_rate), static_cast<float>(h.rho),
                positive(h.epsilon));
}

/// Each solution is found whole (solve_head.h).
void no_step(const OptimizerSlice&, const Hyperparameters&, const OptimizerStep&) {}

}  // namespace

const OptimizerRule& optimizer_rule(OptimizerKind kind) {
  using H = Hyperparameters;
  static const std::vector<OptimizerRule> kRules = {
      {OptimizerKind::Adadelta, {{"accumulated_gradient"}, {"accumulated_delta"}}, adadelta},
      {OptimizerKind::Adagrad, {{"accumulator", &H::initial_accumulator_value}}, adagrad},
      {OptimizerKind::Adam, {{"momentum"}, {"velocity"}}, adam},
      {OptimizerKind::AdamW, {{"momentum"}, {"velocity"}}, adam},
      {OptimizerKind::Lbfgs, {}, no_step},
      {OptimizerKind::Nesterov, {{"momentum"}}, nesterov},
      {OptimizerKind::RmsProp, {{"velocity"}, {"momentum"}}, rmsprop},
      {OptimizerKind::Sgd, {{"momentum"}}, sgd},
  };
  const auto found = std::find_if(kRules.begin(), kRules.end(),
                                  [&](const OptimizerRule& rule) { return rule.kind == kind; });
  ensure(found != kRules.end(), "each optimizer has a rule");
  return *found;
}

}  // namespace sempurna
