#pragma once

#include <map>
#include <string>

#include "api/service.h"

namespace sempurna::query {

/// AWS's query protocol, which STS, IAM and EC2 speak: a form in, XML out.
/// Source: AWS, "Query protocol" of Smithy's awsQuery and ec2Query.
void answer(Services& services, Call& call, const std::string& form);
void answer_error(Call& call, const std::exception& error);

}  // namespace sempurna::query
