#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/failure.h"
#include "api/operation_name.h"
#include "api/service.h"
#include "api/xml_writer.h"

namespace sempurna::query {

/// An error by its service's own code.
class QueryError : public ServiceError {
 public:
  template <typename... Args>
  explicit QueryError(int status, std::string code, fmt::format_string<Args...> format,
                      Args&&... args)
      : ServiceError(status, std::move(code), format, std::forward<Args>(args)...) {}
};

/// One call of the query protocol while it is answered.
struct Operation {
  Services& services;
  Call& call;
  std::map<std::string, std::string> form;

  /// A parameter, or empty.
  std::string text(const std::string& name) const;
  /// Throws ValidationError when it is missing.
  std::string required(const std::string& name) const;
  /// Name.1, Name.2, … or Name.member.1, …
  std::vector<std::string> list(const std::string& name) const;
  /// The names of a list's structures, Name.member.1, Name.member.2, …, before ".Member".
  std::vector<std::string> structures(const std::string& name) const;
  int64_t number(const std::string& name, int64_t otherwise) const;
};

/// Writes the content of its Result element (of its Response, for EC2).
using Handler = void(Operation&, XmlWriter&);
using ServedOperation = sempurna::ServedOperation<Handler>;

/// What a form says. Throws ValidationError for a parameter that is given twice.
std::map<std::string, std::string> parse_form(const std::string& text);

}  // namespace sempurna::query
