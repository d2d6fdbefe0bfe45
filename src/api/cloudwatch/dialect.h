#pragma once

#include <span>

#include "api/cloudwatch/handlers.h"
#include "api/dialect.h"

namespace sempurna::cloudwatch {

/// CloudWatch in all of its protocols.
class CloudWatchDialect : public Dialect {
 public:
  /// `unserved`: words (api/words.h), the operations of the service that are not here.
  CloudWatchDialect(std::span<const ServedOperation> operations, std::string_view unserved)
      : operations_(operations), unserved_(unserved) {}

  std::string_view service() const override { return "monitoring"; }
  bool is_spoken_by(const ServerRequest& request) const override;
  std::vector<OperationName> operations() const override {
    return names_of(service(), operations_);
  }
  void answer(Services& services, Call& call) const override;
  std::span<const ErrorRow> errors() const override;
  void answer_failure(Call& call, const Failure& failure) const override;

 private:
  /// Throws InvalidAction.
  const ServedOperation& require(const std::string& name) const;

  std::span<const ServedOperation> operations_;
  std::string_view unserved_;
};

}  // namespace sempurna::cloudwatch
