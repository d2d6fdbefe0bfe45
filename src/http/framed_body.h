#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "http/read_ahead.h"

namespace sempurna {

/// A request's body without its framing (RFC 9112, sections 6 and 7.1): as many bytes as
/// Content-Length says, or chunks
///
///     5;extension\r\n hello\r\n   each
///     0\r\n                       the last
///     Name: value\r\n             trailers, which are read away
///     \r\n
///
/// A line of it has at most 8 KiB, and so have all extensions and trailers together: what the
/// client says that is no body costs it more than us.
class FramedBody {
 public:
  /// `length` empty: chunked. More than `limit` bytes are refused.
  FramedBody(ReadAhead& from, std::optional<uint64_t> length, uint64_t limit);

  /// Up to bytes.size() of the next bytes; 0 at the end. Throws HttpError (400 of a wrong framing,
  /// 413 beyond the limit), and what the connection throws.
  size_t read(std::span<std::byte> bytes);

  bool is_done() const { return state_ == State::Done; }
  /// What is left of a body of known length; empty of a chunked one.
  std::optional<uint64_t> left() const;
  /// Whether its framing was wrong, so that nobody knows where the next request begins.
  bool is_broken() const { return state_ == State::Broken; }

 private:
  enum class State { Whole, ChunkHead, ChunkData, ChunkEnd, Trailers, Done, Broken };

  std::string line();
  void begin_chunk();
  void read_trailers();
  void count_extra(size_t bytes);
  size_t read_data(std::span<std::byte> bytes);

  ReadAhead& from_;
  State state_;
  uint64_t left_ = 0;     ///< of the body, or of the present chunk
  uint64_t allowed_ = 0;  ///< bytes that chunks may still have
  size_t extra_ = 0;
};

}  // namespace sempurna
