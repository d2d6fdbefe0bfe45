#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/wording.h"

namespace sempurna {

/// One line of a chart: its values from epoch 1 on, with gaps where there is none.
struct ChartLine {
  std::string name;  ///< HTML
  std::string kind;  ///< its class in the style: "training" or "validation"
  std::vector<std::optional<double>> values;
};

struct Chart {
  std::string title;  ///< HTML
  std::vector<ChartLine> lines;
  int64_t best_epoch = 0;  ///< marked, on the last line that has it; 0: none
  bool shares = false;     ///< the values are shares of one, shown in percent
};

/// The chart as a <figure> with an SVG, its axes numbered; empty when no line has a value.
std::string draw_chart(const Chart& chart, const Wording& words);

/// Round numbers that cover [low, high]: 1, 2 or 5 times a power of ten apart, at most 12 of them.
struct ChartTicks {
  double first = 0;
  double step = 1;
  int count = 2;
  int decimals = 0;  ///< that tell neighbours apart
  double last() const { return first + step * (count - 1); }
};
/// Of shares none lies beyond 0 or 1, unless a value does.
ChartTicks chart_ticks(double low, double high, bool shares = false);

}  // namespace sempurna
