#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "dataset/finding.h"

namespace sempurna {

/// Gathers findings, at most kMost of a kind with their places: a file of a million bad rows must
/// not fill the memory. Those beyond are counted.
class Collector {
 public:
  static constexpr int64_t kMost = 10'000;

  void add(Finding finding);
  void add(Severity severity, std::string code, std::string file, int64_t row, std::string message,
           std::string remedy = {}) {
    add(Finding{severity, std::move(code), std::move(file), row, std::move(message),
                std::move(remedy)});
  }

  /// Whether an error has been found about this file or folder.
  bool has_error(const std::string& file) const;

  /// All of them, errors first, each kind together with the number of those beyond kMost. Once.
  Findings take();

 private:
  Findings findings_;
  std::map<std::string, int64_t> counts_;
};

}  // namespace sempurna
