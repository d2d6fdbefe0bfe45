#include "text/trie.h"

#include <algorithm>

namespace sempurna {

namespace {

// With more children than this a node gets a table instead of a search.
constexpr size_t kFewChildren = 6;

}  // namespace

Trie::Trie(std::vector<std::pair<std::string_view, int32_t>> entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  // Breadth first, so that a node's children are made together: each open node is a range of sorted
  // entries that share its path.
  struct Open {
    size_t begin, end, depth;
  };
  std::vector<Open> open{{0, entries.size(), 0}};
  nodes_.emplace_back();
  for (Node node = 0; node < open.size(); ++node) {
    auto [begin, end, depth] = open[node];
    for (; begin < end && entries[begin].first.size() == depth; ++begin) {
      if (depth > 0) nodes_[node].value = entries[begin].second;
    }
    nodes_[node].first_child = static_cast<Node>(nodes_.size());
    while (begin < end) {
      const auto label = static_cast<uint8_t>(entries[begin].first[depth]);
      size_t stop = begin;
      while (stop < end && static_cast<uint8_t>(entries[stop].first[depth]) == label) ++stop;
      open.push_back({begin, stop, depth + 1});
      nodes_.emplace_back().label = label;
      ++nodes_[node].child_count;
      begin = stop;
    }
  }
  for (NodeData& node : nodes_) {
    if (node.child_count <= kFewChildren) continue;
    node.table = static_cast<uint32_t>(tables_.size());
    tables_.resize(tables_.size() + 256, kNone);
    for (Node c = node.first_child; c < node.first_child + node.child_count; ++c) {
      tables_[node.table + nodes_[c].label] = c;
    }
  }
}

Trie::Node Trie::walk(Node node, std::string_view path) const {
  for (const char c : path) {
    node = child(node, static_cast<unsigned char>(c));
    if (node == kNone) break;
  }
  return node;
}

}  // namespace sempurna
