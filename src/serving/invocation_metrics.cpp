#include "serving/invocation_metrics.h"

namespace sempurna {

namespace {

constexpr long kRefused = 400;
constexpr long kFailed = 500;

double microseconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::micro>(time).count();
}

}  // namespace

void count_invocation(const EndpointAnswer& answered, std::chrono::nanoseconds within) {
  const ModelAnswer& answer = answered.answer;
  const bool was_answered = answer.outcome == ModelAnswer::Outcome::Answered;
  const bool was_refused = was_answered && answer.status >= kRefused && answer.status < kFailed;
  const bool has_failed = !was_answered || answer.status >= kFailed;
  const auto& names = kInvocationMetrics;
  const Time now = system_clock().now();
  answered.metrics->add(now, {{names[0], was_refused ? 1 : 0},
                              {names[1], has_failed ? 1 : 0},
                              {names[2], was_refused || has_failed ? 1 : 0},
                              {names[3], 1},
                              {names[5], microseconds(within - answered.took)}});
  // Of one that was not there nothing is known.
  if (answer.outcome == ModelAnswer::Outcome::Gone) return;
  answered.metrics->add(now, {{names[4], microseconds(answered.took)}});
}

}  // namespace sempurna
