#include "models/model.h"

#include "base/error.h"

namespace sempurna {

void Model::draw(Graph& graph) const {
  const Value logits = draw_logits(graph);
  graph.output("logits", logits, {"batch", classification_weight().size(0)});
}

Value Model::draw_logits(Graph& /*graph*/) const {
  throw Error(Code::InvalidArgument, "models of this family cannot be drawn as a graph");
}

}  // namespace sempurna
