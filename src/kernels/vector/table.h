#pragma once

#include <cstdint>

#include "kernels/activation.h"

/// Loops over memory, written once and compiled for AVX-512, AVX2 and any x86-64. They know nothing
/// of tensors or threads: callers cut the work and hand over plain pointers.
namespace sempurna::kernels::vector {

struct ScaleShift {
  const void* x;
  const void* residual;  ///< may be null
  void* z;
  int64_t width;
  const float* scale;  ///< [width], as is shift
  const float* shift;
  Activation activation;
};

struct NormGradient {
  const void* x;
  const void* dz;
  const void* residual;  ///< may be null
  int64_t width;
  const float* scale;  ///< each [width]
  const float* shift;
  const float* mean;
  const float* of_dy;  ///< dx = dy · of_dy + (x - mean) · of_x + constant
  const float* of_x;
  const float* constant;
  Activation activation;
};

struct LayerNorm {
  const void* x;
  const void* residual;  ///< may be null; then sum is not used
  void* sum;
  void* z;
  float* mean;     ///< [rows]
  float* inverse;  ///< [rows]
  const float* weight;
  const float* bias;
  int64_t width;
  float eps;
};

/// One row of draws (draw.h) and what it does.
struct DropRow {
  uint32_t low;
  uint32_t high;
  uint32_t threshold;  ///< a value whose draw is below it becomes 0; 0 drops none
  float scale;         ///< of the others
};

/// One head of one sequence. Rows of q, k, v, out and their gradients lie `stride…` values apart.
struct AttentionHead {
  const void* q;
  const void* k;
  const void* v;
  int64_t stride_q, stride_k, stride_v;
  void* out;
  int64_t stride_out;
  float* log_sum;  ///< log Σ exp of each row of scores, `stride_log_sum` apart
  int64_t stride_log_sum;
  int64_t length;
  int64_t width;
  float scale;
  const DropRow* drop;  ///< [length], or null
};

struct AttentionGradient {
  const void* dout;
  int64_t stride_dout;
  void* dq;
  void* dk;
  void* dv;
  int64_t stride_dq, stride_dk, stride_dv;
};

struct MaxPool {
  const void* x;  ///< one picture [rows, columns, channels]
  void* z;        ///< [out_rows, out_columns, channels]
  uint8_t* from;  ///< where in its window each maximum was found, shaped like z
  int64_t rows, columns, channels, out_rows, out_columns;
  int64_t size, stride, padding;
};

/// One picture and a slice of its channels, for a depthwise convolution.
struct Depthwise {
  const void* x;        ///< [rows, columns, channels]
  void* y;              ///< [out_rows, out_columns, channels]; not used by the gradient
  const float* weight;  ///< [kernel · kernel, channels]
  int64_t rows, columns, channels, out_rows, out_columns;
  int64_t kernel, stride, top, left;  ///< kernel 3 or 5, stride 1 or 2
  int64_t first, count;               ///< of the channels; count a multiple of 16
};

/// The loops for one storage type, fp32 or bf16; `void*` is that type. Per-channel values, sums and
/// statistics are fp32 always.
struct Loops {
  void (*column_moments)(const void* x, int64_t count, int64_t width, const float* pivot,
                         float* sums, float* squares);
  void (*scale_shift)(const ScaleShift&, int64_t count);
  void (*norm_gradient_sums)(const NormGradient&, int64_t count, float* sums, float* products);
  void (*norm_gradient)(const NormGradient&, int64_t count, void* dx, void* dresidual);
  void (*activate)(const void* x, void* z, int64_t count, Activation);
  void (*activate_gradient)(const void* x, const void* dz, void* dx, int64_t count, Activation);
  void (*dropout)(const void* x, void* z, int64_t count, const DropRow&);
  void (*column_sums)(const void* x, int64_t rows, int64_t width, float* sums);
  void (*fill_rows)(const float* row, void* z, int64_t rows, int64_t width);
  void (*scale_rows)(const void* x, const float* scale, void* z, int64_t rows, int64_t width);
  void (*column_products)(const void* x, const void* y, int64_t rows, int64_t width, float* sums);
  void (*layer_norm)(const LayerNorm&, int64_t begin, int64_t end);
  void (*layer_norm_gradient)(const LayerNorm&, const void* dz, void* dx, int64_t begin,
                              int64_t end, float* dweight, float* dbias);
  void (*attention)(const AttentionHead&, float* workspace);
  void (*attention_gradient)(const AttentionHead&, const AttentionGradient&, float* workspace);
  /// Rows [first_row, last_row) of y; where pivot is given, adds Σ(y - pivot) and Σ(y - pivot)² per
  /// channel of the slice. The workspace's floats are 0 at the first call with this slice's count.
  void (*depthwise)(const Depthwise&, int64_t first_row, int64_t last_row, float* workspace,
                    const float* pivot, float* sums, float* squares);
  /// From the gradient after a norm of y (norm.x is y; per-channel values by channel): dx, may be
  /// null, and dweight [kernel · kernel, count], added to. The workspace as above.
  void (*depthwise_gradient)(const Depthwise&, const NormGradient& norm, void* dx, float* workspace,
                             float* dweight);
  void (*max_pool)(const MaxPool&, int64_t first_row, int64_t last_row);
  void (*max_pool_gradient)(const MaxPool&, const void* dz, void* dx, int64_t first_row,
                            int64_t last_row);
};

struct Level {
  const char* name;
  Loops fp32;
  Loops bf16;
};

/// Rows of attention scores that are made at a time.
inline constexpr int64_t kScoreRows = 48;

/// Floats of workspace that attention and its gradient need for one head; aligned to 64 bytes.
int64_t attention_workspace(int64_t length, int64_t width);
int64_t attention_gradient_workspace(int64_t length, int64_t width);

/// Floats of workspace of depthwise and its gradient for one picture.
int64_t depthwise_workspace(const Depthwise&);

extern const Level kAvx512;
extern const Level kAvx2;
extern const Level kBaseline;

/// The best level of this CPU. The variable SEMPURNA_VECTOR_LEVEL (avx512, avx2, baseline) can
/// lower it, for tests and comparisons.
const Level& level();

}  // namespace sempurna::kernels::vector
