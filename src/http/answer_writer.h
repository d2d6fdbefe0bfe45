#pragma once

#include <functional>
#include <string>

#include "http/message.h"
#include "http/stream.h"

namespace sempurna {

/// Writes one answer onto a connection, framed as HTTP/1.1 says.
class AnswerWriter : public ResponseWriter {
 public:
  /// `head`: the request is a HEAD. `can_keep` is asked when the answer starts: whether what is
  /// left of the request lets the connection go on.
  AnswerWriter(
      Stream& stream, bool head, bool keep_alive,
      std::function<bool()> can_keep = [] { return true; });

  void start(int status, const std::vector<Header>& headers,
             std::optional<uint64_t> length) override;
  void write(std::span<const std::byte> bytes) override;
  bool is_started() const override { return started_; }

  /// False when the promised body did not come whole: the connection must be closed.
  bool finish();
  void close_after() { keep_ = false; }
  /// What was begun cannot be ended as it should.
  void abandon() { abandoned_ = true; }
  bool keeps() const { return keep_; }

 private:
  void add(std::string_view name, std::string_view value);
  void flush(std::span<const std::byte> bytes);

  Stream& stream_;
  std::function<bool()> can_keep_;
  bool head_;
  bool keep_;
  bool abandoned_ = false;
  bool started_ = false;
  bool has_body_ = false;
  std::optional<uint64_t> left_;
  std::string text_;
};

}  // namespace sempurna
