#pragma once

#include "api/query/operation.h"

namespace sempurna::ec2 {

using query::Operation;
using query::QueryError;

// Each writes the result of one operation of its API Reference.

// networks.cpp
void describe_vpcs(Operation& op, XmlWriter& xml);
void describe_subnets(Operation& op, XmlWriter& xml);
void describe_security_groups(Operation& op, XmlWriter& xml);

}  // namespace sempurna::ec2
