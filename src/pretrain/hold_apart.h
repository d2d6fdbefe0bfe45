#pragma once

#include <string>
#include <vector>

#include "pretrain/corpora.h"

namespace sempurna {

/// `from` without the texts that are one of `others` or much like one: of the different words of
/// both, three tenths or more are shared. Sets are cut from each other and mended, and what is
/// measured on one must not have been learnt from the other. One that keeps less than three tenths
/// of its words is not found. For texts without pairs; order stays.
Texts hold_apart(const Texts& from, const std::vector<std::string>& others);

}  // namespace sempurna
