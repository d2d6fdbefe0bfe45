#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/operation.h"
#include "base/clock.h"

namespace sempurna::sagemaker {

/// One of a list that is asked for by pages.
struct Listed {
  std::string name;
  Time created{};
  Time changed{};
  std::string status = {};               ///< of those that have one
  std::optional<double> objective = {};  ///< of training jobs that tuning started
  Json summary = {};                     ///< what the list shows of it
  /// Finds that out once it is on the page, where it takes reading; a null leaves it out.
  std::function<Json()> when_shown = {};
};

/// How a list is sorted where a request does not say.
struct PageOrder {
  std::string_view sort_by = "CreationTime";
  bool ascending = false;
};

/// The answer to a List operation: a page of `all` under `member`, by NameContains, StatusEquals,
/// CreationTimeAfter and -Before, LastModifiedTimeAfter and -Before, in the order of SortBy (Name,
/// CreationTime, Status, of hubs HubName and HubStatus, or FinalObjectiveMetricValue, which leaves
/// out those that have none) and SortOrder, MaxResults of them, from NextToken on. Throws
/// ValidationException for a token of another list.
Json page_of(const json::Operation& op, const char* member, std::vector<Listed> all,
             const PageOrder& order = {});

}  // namespace sempurna::sagemaker
