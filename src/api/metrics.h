#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "api/operation_name.h"

namespace sempurna {

/// What the server counts of itself, in Prometheus' text form.
class Metrics {
 public:
  /// Of one without a name, the request came to no operation of its service.
  void count(const OperationName& operation, int status, std::chrono::nanoseconds took);
  void add_bytes_in(uint64_t bytes) { bytes_in_ += bytes; }
  void add_bytes_out(uint64_t bytes) { bytes_out_ += bytes; }

  /// Source: Prometheus, "Exposition formats".
  std::string text(int connections) const;

 private:
  static constexpr std::array<double, 10> kBounds = {0.001, 0.0025, 0.005, 0.01, 0.025,
                                                     0.05,  0.1,    0.5,   1,    10};
  struct Histogram {
    std::array<uint64_t, kBounds.size()> at_most{};
    uint64_t count = 0;
    double sum = 0;
  };

  mutable std::mutex mutex_;
  /// By service, operation and status.
  std::map<std::tuple<std::string, std::string, int>, uint64_t> requests_;
  std::map<std::string, Histogram> seconds_;  ///< by service
  std::atomic<uint64_t> bytes_in_ = 0;
  std::atomic<uint64_t> bytes_out_ = 0;
};

}  // namespace sempurna
