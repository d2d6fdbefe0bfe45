#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace sempurna {

/// Byte strings with a number each, for finding which of them a text begins with. Immutable, one
/// flat array of nodes, children side by side.
class Trie {
 public:
  using Node = uint32_t;
  static constexpr Node kRoot = 0;
  static constexpr Node kNone = ~Node{0};
  static constexpr int32_t kNoValue = -1;

  Trie() : Trie(std::vector<std::pair<std::string_view, int32_t>>{}) {}
  /// Of keys that occur twice the last value holds; empty keys are left out. Values are at least 0.
  explicit Trie(std::vector<std::pair<std::string_view, int32_t>> entries);

  /// The child of `node` along `byte`, or kNone.
  Node child(Node node, unsigned char byte) const {
    const NodeData& data = nodes_[node];
    if (data.table != kNone) return tables_[data.table + byte];
    for (Node c = data.first_child; c < data.first_child + data.child_count; ++c) {
      if (nodes_[c].label == byte) return c;
    }
    return kNone;
  }
  /// The node that `path` leads to from `node`, or kNone.
  Node walk(Node node, std::string_view path) const;
  /// The value of the key that ends at `node`, or kNoValue.
  int32_t value(Node node) const { return nodes_[node].value; }

  struct Match {
    int32_t value = kNoValue;
    size_t length = 0;
  };
  /// The longest key below `node` that `text` begins with.
  Match longest(Node node, std::string_view text) const {
    Match match;
    for (size_t i = 0; i < text.size(); ++i) {
      node = child(node, static_cast<unsigned char>(text[i]));
      if (node == kNone) break;
      if (nodes_[node].value != kNoValue) match = {nodes_[node].value, i + 1};
    }
    return match;
  }

 private:
  struct NodeData {
    Node first_child = 0;
    uint32_t table = kNone;  // where the node's 256 children are in tables_, if it has many
    int32_t value = kNoValue;
    uint16_t child_count = 0;
    uint8_t label = 0;
  };

  std::vector<NodeData> nodes_;
  std::vector<Node> tables_;
};

}  // namespace sempurna
