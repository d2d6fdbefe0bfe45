#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sempurna {

/// Where the word that begins at `at` ends, by the rule of GPT-2 and RoBERTa (Radford et al. 2019):
/// English contractions, letters, numbers or other marks, each with one space before it if there is
/// one; blanks otherwise. Requires valid UTF-8 and at < text.size().
size_t byte_level_word_end(std::string_view text, size_t at);

/// The printable character that stands for a byte in vocabularies of byte-level BPE: the byte's own
/// where Latin-1 has a visible one, else one from U+0100 on ("Ġ" is the space).
char32_t byte_level_character(unsigned char byte);

/// A string of bytes as such vocabularies write it.
std::string byte_level_text(std::string_view bytes);

}  // namespace sempurna
