#include "api/metrics.h"

#include <fmt/format.h>

#include <iterator>

namespace sempurna {

void Metrics::count(const OperationName& operation, int status, std::chrono::nanoseconds took) {
  const std::string service(operation.service);
  const std::string name = operation.full();
  const double seconds = std::chrono::duration<double>(took).count();
  const std::lock_guard lock(mutex_);
  ++requests_[{service, name.empty() ? "none" : name, status}];
  Histogram& histogram = seconds_[service];
  ++histogram.count;
  histogram.sum += seconds;
  for (size_t i = 0; i < kBounds.size(); ++i) {
    if (seconds <= kBounds[i]) ++histogram.at_most[i];
  }
}

std::string Metrics::text(int connections) const {
  std::string out;
  const auto into = std::back_inserter(out);
  const std::lock_guard lock(mutex_);
  out +=
      "# HELP sempurna_requests_total Requests answered.\n"
      "# TYPE sempurna_requests_total counter\n";
  for (const auto& [labels, count] : requests_) {
    const auto& [service, operation, status] = labels;
    fmt::format_to(into,
                   "sempurna_requests_total{{service=\"{}\",operation=\"{}\",status=\"{}\"}} {}\n",
                   service, operation, status, count);
  }
  out +=
      "# HELP sempurna_request_seconds Time from a request's headers to the end of its answer.\n"
      "# TYPE sempurna_request_seconds histogram\n";
  for (const auto& [service, histogram] : seconds_) {
    for (size_t i = 0; i < kBounds.size(); ++i) {
      fmt::format_to(into, "sempurna_request_seconds_bucket{{service=\"{}\",le=\"{}\"}} {}\n",
                     service, kBounds[i], histogram.at_most[i]);
    }
    fmt::format_to(into,
                   "sempurna_request_seconds_bucket{{service=\"{0}\",le=\"+Inf\"}} {1}\n"
                   "sempurna_request_seconds_sum{{service=\"{0}\"}} {2}\n"
                   "sempurna_request_seconds_count{{service=\"{0}\"}} {1}\n",
                   service, histogram.count, histogram.sum);
  }
  fmt::format_to(into,
                 "# HELP sempurna_received_bytes_total Bytes of bodies received.\n"
                 "# TYPE sempurna_received_bytes_total counter\n"
                 "sempurna_received_bytes_total {}\n"
                 "# HELP sempurna_sent_bytes_total Bytes of bodies sent.\n"
                 "# TYPE sempurna_sent_bytes_total counter\n"
                 "sempurna_sent_bytes_total {}\n"
                 "# HELP sempurna_connections Connections that are open.\n"
                 "# TYPE sempurna_connections gauge\n"
                 "sempurna_connections {}\n",
                 bytes_in_.load(), bytes_out_.load(), connections);
  return out;
}

}  // namespace sempurna
