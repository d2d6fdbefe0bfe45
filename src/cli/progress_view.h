#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/json.h"

namespace sempurna {

/// Something to show of a step; where there is no room for all, those of lower `weight` go first.
struct Fact {
  std::string text;
  int weight = 0;
};

/// A phase, how far it is (0 to 1) as a bar, and facts, in at most `width` columns: where the facts
/// leave little room the bar is shorter, where they leave none it is a percentage, and where that
/// is too long facts are left out, whole.
std::string bar_line(const std::string& phase, double share, std::vector<Fact> facts, size_t width);

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
