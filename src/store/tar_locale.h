#pragma once

#include <locale.h>

namespace sempurna {

/// While it lives, this thread's names are UTF-8 to libarchive, whatever locale the program runs
/// in, so that an archive does not depend on it.
class TarLocale {
 public:
  TarLocale() : utf8_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (utf8_ != nullptr) before_ = uselocale(utf8_);
  }
  ~TarLocale() {
    if (utf8_ == nullptr) return;
    uselocale(before_);
    freelocale(utf8_);
  }
  TarLocale(const TarLocale&) = delete;
  TarLocale& operator=(const TarLocale&) = delete;

 private:
  locale_t utf8_;
  locale_t before_ = nullptr;
};

}  // namespace sempurna
