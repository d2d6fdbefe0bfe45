#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "api/failure.h"
#include "api/operation_name.h"
#include "api/service.h"

namespace sempurna {

/// One service of the server: how its requests are told from others, read, answered and refused.
/// Safe to use from several threads.
class Dialect {
 public:
  Dialect() = default;
  virtual ~Dialect() = default;
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;

  /// As signatures, actions and figures name it: s3.
  virtual std::string_view service() const = 0;
  /// Whether a request whose signature names no service that is here is this one's, by its headers
  /// or its path.
  virtual bool is_spoken_by(const ServerRequest& request) const = 0;
  /// All that it has.
  virtual std::vector<OperationName> operations() const = 0;
  /// Lets the caller in, finds the operation in its table, and answers.
  virtual void answer(Services& services, Call& call) const = 0;
  /// How it says that something went wrong, whatever its operations say by codes of their own.
  virtual std::span<const ErrorRow> errors() const = 0;
  /// In the form that its clients read; nothing has been answered yet.
  virtual void answer_failure(Call& call, const Failure& failure) const = 0;
};

}  // namespace sempurna
