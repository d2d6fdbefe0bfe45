#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/json/error.h"
#include "api/operation_name.h"
#include "api/service.h"
#include "base/json.h"
#include "base/json_map.h"

namespace sempurna::json {

/// One call of a JSON service while it is answered.
struct Operation {
  Services& services;
  Call& call;
  JsonMap input;

  // Members of the input. Each throws SerializationException for a member of another type.
  std::string text(const char* name) const;      ///< empty when it is not there
  bool flag(const char* name) const;             ///< false when it is not there
  std::string required(const char* name) const;  ///< throws ValidationException
  std::string bytes(const char* name) const;     ///< of base64; throws ValidationException
  /// Throws ValidationException unless it is within the bounds.
  int64_t number(const char* name, int64_t otherwise, int64_t least, int64_t most) const;
  /// An object whose members are texts; empty when it is not there.
  std::map<std::string, std::string> texts(const char* name) const;
  /// A list of texts; empty when it is not there.
  std::vector<std::string> list(const char* name) const;

 private:
  const JsonMap* member(const char* name) const;
};

/// The object that a body is; an empty body is an empty one. Throws SerializationException.
JsonMap parse_input(const std::string& body);

/// Whether a member of this value can change what is asked for, as an empty list or object, a false
/// or a null cannot.
bool asks_for_something(const JsonMap& value);

/// Answers with the members of the output.
using Handler = Json(Operation&);
using ServedOperation = sempurna::ServedOperation<Handler>;

}  // namespace sempurna::json
