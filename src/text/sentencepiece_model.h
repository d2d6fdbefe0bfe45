#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// A SentencePiece model file (spiece.model, sentencepiece.bpe.model) after
/// Kudo and Richardson 2018 (arXiv:1808.06226); the ids are those of their program, version 0.1.97.
/// Const calls may come from several threads at once.
class SentencePieceModel {
 public:
  /// Throws DataCorrupt when the file is no such model or is damaged, ResourceLimit when it is too
  /// large.
  explicit SentencePieceModel(const std::filesystem::path& file);
  /// From a file's bytes, called `where` in messages.
  SentencePieceModel(std::string_view bytes, std::string_view where);
  ~SentencePieceModel();
  SentencePieceModel(SentencePieceModel&&) noexcept;
  SentencePieceModel& operator=(SentencePieceModel&&) noexcept;

  /// Appends the ids of valid UTF-8. May stop once `ids` holds `limit` or more. A text longer than
  /// 4 KiB is cut between words, and a word that long by itself begins anew, with a mark of its
  /// own, every 4 KiB.
  void append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const;
  /// The pieces of a short text.
  std::vector<std::string> encode_pieces(std::string_view text) const;

  size_t size() const;
  const std::string& piece(int32_t id) const;
  /// The unknown piece's id when there is no such piece.
  int32_t id(std::string_view piece) const;
  int32_t unknown_id() const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace sempurna
