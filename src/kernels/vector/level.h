#pragma once

// Included by the file of each level.

#include "kernels/vector/attention.h"
#include "kernels/vector/batch_norm.h"
#include "kernels/vector/depthwise.h"
#include "kernels/vector/elementwise.h"
#include "kernels/vector/layer_norm.h"
#include "kernels/vector/pool.h"
#include "kernels/vector/table.h"

namespace sempurna::kernels::vector {
namespace {

template <class T>
constexpr Loops kLoops = {
    column_moments<T>,
    scale_shift<T>,
    norm_gradient_sums<T>,
    norm_gradient<T>,
    activate<T>,
    activate_gradient<T>,
    dropout<T>,
    column_sums<T>,
    fill_rows<T>,
    scale_rows<T>,
    column_products<T>,
    layer_norm<T>,
    layer_norm_gradient<T>,
    attention<T>,
    attention_gradient<T>,
    depthwise<T>,
    depthwise_gradient<T>,
    max_pool<T>,
    max_pool_gradient<T>,
};

}  // namespace
}  // namespace sempurna::kernels::vector
