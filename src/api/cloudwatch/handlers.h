#pragma once

#include "api/cloudwatch/input.h"
#include "api/operation_name.h"
#include "api/service.h"
#include "base/json.h"

namespace sempurna::cloudwatch {

/// One call while it is answered.
struct Operation {
  Services& services;
  Call& call;
  const JsonMap& input;
};

/// Answers with the members of the output.
using Handler = Json(Operation&);
using ServedOperation = sempurna::ServedOperation<Handler>;

// Each answers one operation of the Amazon CloudWatch API Reference.

// list_metrics.cpp
Json list_metrics(Operation& op);

// metric_data.cpp
Json get_metric_data(Operation& op);

// metric_statistics.cpp
Json get_metric_statistics(Operation& op);

}  // namespace sempurna::cloudwatch
