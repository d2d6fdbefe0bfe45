#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace sempurna {

/// What has come and was not used yet. It grows only as far as whoever reads allows.
class ReadAhead {
 public:
  /// `source` reads at least one byte, at most bytes.size(), or throws.
  using Source = std::function<size_t(std::span<std::byte> bytes)>;
  explicit ReadAhead(Source source) : source_(std::move(source)) {}

  std::string_view view() const;
  void consume(size_t count);
  /// Reads once more; false, and nothing is read, when `most` bytes or more are here already.
  bool fill(size_t most);
  /// Up to bytes.size() of the next bytes: those that are here, else straight from the source.
  size_t read(std::span<std::byte> bytes);

 private:
  Source source_;
  std::vector<std::byte> bytes_;
  size_t begin_ = 0;
  size_t end_ = 0;
};

}  // namespace sempurna
