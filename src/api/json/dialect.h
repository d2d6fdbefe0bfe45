#pragma once

#include <span>

#include "api/dialect.h"
#include "api/json/operation.h"

namespace sempurna::json {

/// What one service of the protocol is.
struct Service {
  std::string_view name;    ///< kms
  std::string_view target;  ///< X-Amz-Target is TARGET.OPERATION: TrentService
  std::span<const ServedOperation> operations;
  std::span<const ErrorRow> errors = {};  ///< beside those of every service of the protocol
  /// Whether the service has an operation of this name, served here or not; null: nobody knows.
  bool (*has)(std::string_view operation) = nullptr;
  /// A target that is no service's is refused by this one, rather than taken for something else.
  bool takes_unknown_targets = false;
};

/// AWS's protocol of JSON 1.1: X-Amz-Target TARGET.OPERATION, an object in, an object out.
/// Source: AWS, "Smithy: AWS JSON 1.1 protocol".
class JsonDialect : public Dialect {
 public:
  explicit JsonDialect(const Service& of) : of_(of), errors_(with_common_errors(of.errors)) {}

  std::string_view service() const override { return of_.name; }
  bool is_spoken_by(const ServerRequest& request) const override;
  std::vector<OperationName> operations() const override {
    return names_of(of_.name, of_.operations);
  }
  void answer(Services& services, Call& call) const override;
  std::span<const ErrorRow> errors() const override { return errors_; }
  /// {"__type": …, "message": …} and x-amzn-ErrorType.
  void answer_failure(Call& call, const Failure& failure) const override;

 private:
  /// Throws UnknownOperationException.
  const ServedOperation& asked(const ServerRequest& request) const;

  Service of_;
  std::vector<ErrorRow> errors_;
};

}  // namespace sempurna::json
