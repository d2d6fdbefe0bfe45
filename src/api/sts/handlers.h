#pragma once

#include "api/query/operation.h"

namespace sempurna::sts {

using query::Operation;
using query::QueryError;

// Each writes the result of one operation of its API Reference.

// credentials.cpp
void get_caller_identity(Operation& op, XmlWriter& xml);
void assume_role(Operation& op, XmlWriter& xml);
void get_session_token(Operation& op, XmlWriter& xml);

}  // namespace sempurna::sts
