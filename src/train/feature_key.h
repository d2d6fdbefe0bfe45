#pragma once

#include <string>

#include "base/json.h"

namespace sempurna {

/// What the backbone's features of a job's examples depend on, of Fingerprint::to_json(): the
/// examples of two jobs with the same key have the same features, to the last bit. That is all but
/// the hyperparameters that the head alone knows, so that jobs which try several of these can share
/// what they kept, and which examples are at which position of which part (JobData::order).
/// Hexadecimal SHA-256.
std::string feature_key(const Json& fingerprint, const std::string& order);

}  // namespace sempurna
