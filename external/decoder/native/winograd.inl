// A part of kernels.inl: the convolution of winograd.hpp.

// Eight rows that are `from` floats apart, to their values at each point, `to` apart.
GRANVAE_ISA void to_points(const float* x, std::size_t from, float* y, std::size_t to) {
  Vector d[kWinogradPoints];
  GRANVAE_UNROLL
  for (std::size_t i = 0; i < kWinogradPoints; ++i) d[i] = Vector::load(x + i * from);
  const Vector far = Vector::all(5.25f);
  Vector::fma(d[4] - d[2], far, d[0] - d[6]).store(y);
  Vector::fma(d[3] - d[5], far, d[7] - d[1]).store(y + 7 * to);
  const Vector one = Vector::all(-4.25f);
  Vector even = Vector::fma(d[4], one, d[2] + d[6]);
  Vector odd = Vector::fma(d[3], one, d[1] + d[5]);
  (even + odd).store(y + 1 * to);
  (even - odd).store(y + 2 * to);
  const Vector half = Vector::all(0.5f);
  const Vector two = Vector::all(2.0f);
  const Vector middle = Vector::all(-2.5f) * d[3];
  even = Vector::fma(d[4], Vector::all(-1.25f), Vector::fma(d[2], Vector::all(0.25f), d[6]));
  odd = Vector::fma(d[5], two, Vector::fma(d[1], half, middle));
  (even + odd).store(y + 3 * to);
  (even - odd).store(y + 4 * to);
  even = Vector::fma(d[4], Vector::all(-5.0f), Vector::fma(d[2], Vector::all(4.0f), d[6]));
  odd = Vector::fma(d[5], half, Vector::fma(d[1], two, middle));
  (even + odd).store(y + 5 * to);
  (even - odd).store(y + 6 * to);
}

// And back: the products at each point, `from` apart, to five rows, `to` apart, of which `rows` are
// kept.
GRANVAE_ISA void from_points(const float* x, std::size_t from, const float* bias, bool relu,
                             float* y, std::size_t to, int rows) {
  const Vector one = Vector::load(x + 1 * from);
  const Vector minus_one = Vector::load(x + 2 * from);
  const Vector two = Vector::load(x + 3 * from);
  const Vector minus_two = Vector::load(x + 4 * from);
  const Vector half = Vector::load(x + 5 * from);
  const Vector minus_half = Vector::load(x + 6 * from);
  const Vector even1 = one + minus_one;
  const Vector even2 = two + minus_two;
  const Vector even3 = half + minus_half;
  const Vector odd1 = one - minus_one;
  const Vector odd2 = two - minus_two;
  const Vector odd3 = half - minus_half;
  const Vector start = Vector::load(bias);
  const Vector a = odd1 + start;
  const Vector b = even1 + start;
  const Vector made[kWinogradRows] = {
      (b + Vector::load(x)) + (even2 + even3),
      Vector::fma(odd3, Vector::all(0.5f), Vector::fma(odd2, Vector::all(2.0f), a)),
      Vector::fma(even3, Vector::all(0.25f), Vector::fma(even2, Vector::all(4.0f), b)),
      Vector::fma(odd3, Vector::all(0.125f), Vector::fma(odd2, Vector::all(8.0f), a)),
      Vector::fma(even3, Vector::all(0.0625f),
                  Vector::fma(even2, Vector::all(16.0f), b + Vector::load(x + 7 * from))),
  };
  const Vector zero = Vector::all(0.0f);
  for (int i = 0; i < rows; ++i) {
    (relu ? Vector::max(made[i], zero) : made[i]).store(y + static_cast<std::size_t>(i) * to);
  }
}

// The products of some times five rows and a panel stay in the nearest cache until they are rows
// again.
GRANVAE_ISA void winograd(const Winograd& w) {
  const auto in = static_cast<std::size_t>(w.in);
  const auto out = static_cast<std::size_t>(w.out);
  constexpr std::size_t kProducts = static_cast<std::size_t>(kWinogradTiles) * kPanel;
  const float zeros[kPanel] = {};
  constexpr std::size_t kAtOnce = static_cast<std::size_t>(kWinogradPoints) * kWinogradTiles;
  float* points = w.scratch;                   // (points, tiles, in)
  float* products = w.scratch + kAtOnce * in;  // (points, tiles, kPanel)
  for (int first = 0; first < w.rows; first += kWinogradTiles * kWinogradRows) {
    const int left = w.rows - first;
    const int needed = (left + kWinogradRows - 1) / kWinogradRows;
    const int tiles = needed < kWinogradTiles ? needed : kWinogradTiles;
    for (int tile = 0; tile < tiles; ++tile) {
      const float* x = w.x + static_cast<std::size_t>(first + tile * kWinogradRows) * in;
      float* made = points + static_cast<std::size_t>(tile) * in;
      for (std::size_t i = 0; i < in; i += Vector::kSize) {
        to_points(x + i, in, made + i, kWinogradTiles * in);
      }
    }
    for (std::size_t column = 0; column < out; column += kPanel) {
      for (std::size_t p = 0; p < kWinogradPoints; ++p) {
        dense({points + p * kWinogradTiles * in, in, tiles, w.in,
               w.weights + (p * out + column) * in, zeros, kPanel, false,
               products + p * kProducts});
      }
      for (int tile = 0; tile < tiles; ++tile) {
        const int row = first + tile * kWinogradRows;
        const int rows = w.rows - row < kWinogradRows ? w.rows - row : kWinogradRows;
        const float* product = products + static_cast<std::size_t>(tile) * kPanel;
        float* y = w.y + static_cast<std::size_t>(row) * out + column;
        for (std::size_t i = 0; i < kPanel; i += Vector::kSize) {
          from_points(product + i, kProducts, w.bias + column + i, w.relu, y + i, out, rows);
        }
      }
    }
  }
}
