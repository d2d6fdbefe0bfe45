#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "kernels/activation.h"

namespace sempurna {

/// Reads the fields of a config.json, each within limits, so that no file can ask for what no
/// machine has. A field that is absent or null takes `missing`, where the reader has one. All
/// throw InvalidArgument naming the field, what it holds and what is possible.
class ConfigReader {
 public:
  /// Throws InvalidArgument unless `config` is a JSON object.
  explicit ConfigReader(const Json& config);

  /// A whole number from `least` to `most`.
  int64_t count(std::string_view field, int64_t least, int64_t most,
                std::optional<int64_t> missing = {}) const;
  /// A share, in [0, 1).
  double rate(std::string_view field, double missing) const;
  /// In (0, 1]: an epsilon, a standard deviation.
  double small(std::string_view field, double missing) const;
  /// Any number from `least` to `most`.
  double number(std::string_view field, double least, double most, double missing) const;
  /// A list of `least_length` to `most_length` whole numbers, each from `least` to `most`.
  std::vector<int64_t> counts(std::string_view field, size_t least_length, size_t most_length,
                              int64_t least, int64_t most,
                              const std::vector<int64_t>& missing) const;
  std::string text(std::string_view field, std::string_view missing) const;
  bool flag(std::string_view field, bool missing) const;
  kernels::Activation activation(std::string_view field, std::string_view missing) const;
  /// Refuses any value but this, which stands also for an absent field.
  void require(std::string_view field, const Json& only) const;

 private:
  /// Null when absent.
  const Json& at(std::string_view field) const;

  const Json& config_;
};

}  // namespace sempurna
