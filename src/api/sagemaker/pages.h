#pragma once

#include <string>
#include <vector>

#include "api/json/operation.h"
#include "base/clock.h"

namespace sempurna::sagemaker {

/// One of a list that is asked for by pages.
struct Listed {
  std::string name;
  Time created{};
  Time changed{};
  std::string status = {};  ///< of those that have one
  Json summary;             ///< what the list shows of it
};

/// The answer to a List operation: a page of `all` under `member`, by NameContains, StatusEquals,
/// CreationTimeAfter and -Before, LastModifiedTimeAfter and -Before, in the order of SortBy (Name,
/// CreationTime, Status; the second where nothing is said) and SortOrder (Descending where nothing
/// is said), MaxResults of them, from NextToken on. Throws ValidationException for a token of
/// another list.
Json page_of(const json::Operation& op, const char* member, std::vector<Listed> all);

}  // namespace sempurna::sagemaker
