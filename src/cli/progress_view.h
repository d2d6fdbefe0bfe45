#pragma once

#include <chrono>
#include <string>

#include "base/json.h"

namespace sempurna {

/// A phase, how far it is (0 to 1) as a bar, and facts, in at most `width` columns: where the facts
/// leave little room the bar is shorter, where they leave none it is a percentage.
std::string bar_line(const std::string& phase, double share, const std::string& facts,
                     size_t width);

/// Shows a job's progress events on standard error: one line with a bar that is drawn over and over
/// on a terminal, plain lines otherwise.
class ProgressView {
 public:
  enum class Style { Bar, Lines, Silent };
  /// What suits standard error.
  static Style style_of_terminal(bool quiet);

  explicit ProgressView(Style style) : style_(style) {}
  ~ProgressView() { clear(); }

  void show(const Json& event);
  /// A whole line of its own, above the bar.
  void line(const std::string& text);
  /// Takes the bar away.
  void clear();

 private:
  void step(const Json& event);
  void redraw();

  Style style_;
  std::string bar_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_line_{};
};

}  // namespace sempurna
