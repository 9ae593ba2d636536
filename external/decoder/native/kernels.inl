// The kernels, written once. Each file of an instruction set includes this after it has defined
// GRANVAE_ISA, how functions are compiled; Vector, so many floats and what is done with them; and
// kTileRows and kTileWide, the rows and vectors of a layer that its registers hold.

// No lambdas and nothing of the standard library: neither would be compiled for the instruction
// set.

// How far the vectors of a row are apart.
constexpr std::size_t floats(int vectors) {
  return static_cast<std::size_t>(vectors) * static_cast<std::size_t>(Vector::kSize);
}

// Without it GCC leaves some of the sums in memory, which halves the speed.
#if defined(__GNUC__) && !defined(__clang__)
#define GRANVAE_UNROLL _Pragma("GCC unroll 16")
#else
#define GRANVAE_UNROLL
#endif

// Rows by Wide vectors of sums stay in registers while the inputs pass by.
template <int Rows, int Wide>
GRANVAE_ISA void tile(const Dense& d, const float* x, const float* weights, const float* bias,
                      float* y, int columns) {
  Vector sum[Rows][Wide];
  GRANVAE_UNROLL
  for (int w = 0; w < Wide; ++w) {
    const Vector start = Vector::load(bias + floats(w));
    GRANVAE_UNROLL
    for (int r = 0; r < Rows; ++r) sum[r][w] = start;
  }
  for (int k = 0; k < d.in; ++k, weights += kPanel) {
    Vector weight[Wide];
    GRANVAE_UNROLL
    for (int w = 0; w < Wide; ++w) weight[w] = Vector::load(weights + floats(w));
    GRANVAE_UNROLL
    for (int r = 0; r < Rows; ++r) {
      const float* row = x + static_cast<std::size_t>(r) * d.stride;
      const Vector value = Vector::all(row[k]);
      GRANVAE_UNROLL
      for (int w = 0; w < Wide; ++w) sum[r][w] = Vector::fma(value, weight[w], sum[r][w]);
    }
  }
  const Vector zero = Vector::all(0.0f);
  GRANVAE_UNROLL
  for (int r = 0; r < Rows; ++r) {
    float* row = y + static_cast<std::size_t>(r) * static_cast<std::size_t>(d.out);
    GRANVAE_UNROLL
    for (int w = 0; w < Wide; ++w) {
      const Vector made = d.relu ? Vector::max(sum[r][w], zero) : sum[r][w];
      const int first = w * Vector::kSize;
      if (first + Vector::kSize <= columns) {
        made.store(row + first);
        continue;
      }
      float part[Vector::kSize];
      made.store(part);
      for (int i = first; i < columns; ++i) row[i] = part[i - first];
    }
  }
}

template <int Rows, int Wide>
GRANVAE_ISA void tiles(const Dense& d, int first_row) {
  constexpr int kColumns = Wide * Vector::kSize;
  const float* x = d.x + static_cast<std::size_t>(first_row) * d.stride;
  float* y = d.y + static_cast<std::size_t>(first_row) * static_cast<std::size_t>(d.out);
  for (int column = 0; column < d.out; column += kColumns) {
    const auto panel = static_cast<std::size_t>(column / kPanel);
    const std::size_t inside = static_cast<std::size_t>(column % kPanel);
    const float* weights = d.weights + panel * static_cast<std::size_t>(d.in) * kPanel + inside;
    const int left = d.out - column;
    tile<Rows, Wide>(d, x, weights, d.bias + column, y + column, left < kColumns ? left : kColumns);
  }
}

// A column of tiles keeps its weights in the nearest cache while all rows pass by.
template <int Rows>
GRANVAE_ISA void rows_of(const Dense& d, int first_row, int rows) {
  if constexpr (Rows > 1) {
    if (rows < Rows) return rows_of<Rows - 1>(d, first_row, rows);
  }
  // A single row has registers to spare: a whole panel.
  tiles<Rows, Rows == 1 ? kPanel / Vector::kSize : kTileWide>(d, first_row);
}

GRANVAE_ISA void dense(const Dense& d) {
  int row = 0;
  for (; row + kTileRows <= d.rows; row += kTileRows) tiles<kTileRows, kTileWide>(d, row);
  if (row < d.rows) rows_of<kTileRows - 1>(d, row, d.rows - row);
}

#include "decoder/native/winograd.inl"

template <int Rows>
GRANVAE_ISA void dots(const float* x, std::size_t stride, int in, const float* weights, float bias,
                      float* y) {
  Vector sum[Rows];
  for (int r = 0; r < Rows; ++r) sum[r] = Vector::all(0.0f);
  int k = 0;
  for (; k + Vector::kSize <= in; k += Vector::kSize) {
    const Vector weight = Vector::load(weights + k);
    for (int r = 0; r < Rows; ++r) {
      sum[r] =
          Vector::fma(Vector::load(x + static_cast<std::size_t>(r) * stride + k), weight, sum[r]);
    }
  }
  for (int r = 0; r < Rows; ++r) {
    float total = sum[r].sum();
    const float* row = x + static_cast<std::size_t>(r) * stride;
    for (int i = k; i < in; ++i) total += row[i] * weights[i];
    y[r] = total + bias;
  }
}

GRANVAE_ISA void dot(const float* x, std::size_t stride, int rows, int in, const float* weights,
                     float bias, float* y) {
  constexpr int kAtOnce = 8;
  int row = 0;
  for (; row + kAtOnce <= rows; row += kAtOnce) {
    dots<kAtOnce>(x + static_cast<std::size_t>(row) * stride, stride, in, weights, bias, y + row);
  }
  for (; row < rows; ++row) {
    dots<1>(x + static_cast<std::size_t>(row) * stride, stride, in, weights, bias, y + row);
  }
}

GRANVAE_ISA void normalise(float* x, int size, float epsilon) {
  Vector sums = Vector::all(0.0f);
  int i = 0;
  for (; i + Vector::kSize <= size; i += Vector::kSize) sums = sums + Vector::load(x + i);
  float total = sums.sum();
  for (; i < size; ++i) total += x[i];
  const float mean = total / static_cast<float>(size);
  const Vector means = Vector::all(mean);
  Vector squares = Vector::all(0.0f);
  for (i = 0; i + Vector::kSize <= size; i += Vector::kSize) {
    const Vector off = Vector::load(x + i) - means;
    squares = Vector::fma(off, off, squares);
  }
  float power = squares.sum();
  for (; i < size; ++i) power += (x[i] - mean) * (x[i] - mean);
  const float factor = 1.0f / std::sqrt(power / static_cast<float>(size) + epsilon);
  const Vector factors = Vector::all(factor);
  for (i = 0; i + Vector::kSize <= size; i += Vector::kSize) {
    ((Vector::load(x + i) - means) * factors).store(x + i);
  }
  for (; i < size; ++i) x[i] = (x[i] - mean) * factor;
}

GRANVAE_ISA void add(float* x, const float* y, int size) {
  for (int i = 0; i < size; ++i) x[i] += y[i];
}

GRANVAE_ISA void add_scaled(float* x, const float* y, float factor, int size) {
  for (int i = 0; i < size; ++i) x[i] += factor * y[i];
}

GRANVAE_ISA void scale(float* x, float factor, int size) {
  for (int i = 0; i < size; ++i) x[i] *= factor;
}

GRANVAE_ISA float peak(const float* x, int size) {
  Vector highest = Vector::all(0.0f);
  int i = 0;
  for (; i + Vector::kSize <= size; i += Vector::kSize) {
    const Vector value = Vector::load(x + i);
    highest = Vector::max(highest, Vector::max(value, Vector::all(0.0f) - value));
  }
  float lanes[Vector::kSize];
  highest.store(lanes);
  float most = 0.0f;
  for (int lane = 0; lane < Vector::kSize; ++lane) most = lanes[lane] > most ? lanes[lane] : most;
  for (; i < size; ++i) {
    const float value = x[i] < 0.0f ? -x[i] : x[i];
    most = value > most ? value : most;
  }
  return most;
}

// Cody and Waite (1980): 2^n exp(r) with |r| ≤ ln 2 / 2, which seven terms of the Taylor series
// give to the last bit but one. NaN becomes the least value: decoded samples are checked by
// latents.
GRANVAE_ISA Vector exp_of(Vector x) {
  x = Vector::min(Vector::max(x, Vector::all(-87.0f)), Vector::all(88.0f));
  const Vector n = Vector::round(x * Vector::all(1.44269504f));
  // ln 2 in two parts, the first of which has zeros at its end, so that n times it is exact.
  Vector r = Vector::fma(n, Vector::all(-0.693359375f), x);
  r = Vector::fma(n, Vector::all(2.12194440e-4f), r);
  Vector sum = Vector::all(1.0f / 5040.0f);
  const float terms[] = {1.0f / 720.0f, 1.0f / 120.0f, 1.0f / 24.0f, 1.0f / 6.0f, 0.5f, 1.0f, 1.0f};
  for (const float term : terms) sum = Vector::fma(sum, r, Vector::all(term));
  return sum * Vector::two_to_the(n);
}

GRANVAE_ISA Vector silu_of(Vector x) {
  const Vector one = Vector::all(1.0f);
  return x / (one + exp_of(Vector::all(0.0f) - x));
}

GRANVAE_ISA Vector tanh_of(Vector x) {
  const Vector one = Vector::all(1.0f);
  return one - Vector::all(2.0f) / (one + exp_of(x + x));
}

// The last vector holds what is left, and whatever it held before behind that.
template <Vector (*Function)(Vector)>
GRANVAE_ISA void each(float* x, int size) {
  int i = 0;
  for (; i + Vector::kSize <= size; i += Vector::kSize) Function(Vector::load(x + i)).store(x + i);
  if (i == size) return;
  float part[Vector::kSize] = {};
  for (int k = i; k < size; ++k) part[k - i] = x[k];
  Function(Vector::load(part)).store(part);
  for (int k = i; k < size; ++k) x[k] = part[k - i];
}

constexpr Kernels kKernels{kName,      dense, winograd,     dot,           normalise,     add,
                           add_scaled, scale, each<exp_of>, each<silu_of>, each<tanh_of>, peak};
