#include "api/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(Metrics, CountsRequestsByOperationAndStatus) {
  Metrics metrics;
  for (int i = 0; i < 2; ++i)
    metrics.count({"s3", "CopyObject", "s3:PutObject"}, 200, milliseconds(1));
  metrics.count({"s3"}, 403, milliseconds(1));
  const std::string text = metrics.text(0);
  EXPECT_THAT(
      text,
      HasSubstr(
          R"(sempurna_requests_total{service="s3",operation="s3:CopyObject",status="200"} 2)"));
  EXPECT_THAT(
      text, HasSubstr(R"(sempurna_requests_total{service="s3",operation="none",status="403"} 1)"));
}

TEST(Metrics, HasAHistogramWhoseBucketsHoldAllBelowThem) {
  Metrics metrics;
  metrics.count({"kms", "Encrypt", "kms:Encrypt"}, 200, milliseconds(2));
  metrics.count({"kms", "Encrypt", "kms:Encrypt"}, 200, milliseconds(60));
  metrics.count({"kms", "Encrypt", "kms:Encrypt"}, 200, milliseconds(20000));
  const std::string text = metrics.text(0);
  for (const auto& [bound, count] :
       {std::pair("0.001", 0), std::pair("0.0025", 1), std::pair("0.1", 2), std::pair("10", 2),
        std::pair("+Inf", 3)}) {
    EXPECT_THAT(text, HasSubstr(fmt::format(
                          "sempurna_request_seconds_bucket{{service=\"kms\",le=\"{}\"}} {}\n",
                          bound, count)));
  }
  EXPECT_THAT(text, HasSubstr("sempurna_request_seconds_sum{service=\"kms\"} 20.062\n"));
  EXPECT_THAT(text, HasSubstr("sempurna_request_seconds_count{service=\"kms\"} 3\n"));
}

TEST(Metrics, CountsBytesAndConnections) {
  Metrics metrics;
  metrics.add_bytes_in(5);
  metrics.add_bytes_in(6);
  metrics.add_bytes_out(7);
  const std::string text = metrics.text(3);
  EXPECT_THAT(text, HasSubstr("sempurna_received_bytes_total 11\n"));
  EXPECT_THAT(text, HasSubstr("sempurna_sent_bytes_total 7\n"));
  EXPECT_THAT(text, HasSubstr("sempurna_connections 3\n"));
}

}  // namespace
}  // namespace sempurna
