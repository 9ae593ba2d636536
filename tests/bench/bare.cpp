#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "bound.hpp"
#include "subjects.hpp"

namespace granvae::bench {
namespace {

class Bare : public Subject {
 public:
  explicit Bare(const Job& job)
      : table_(job.table),
        step_(position(job.speed)),
        read_(job.interpolation == "sinc" ? &read_kernel : &read_linear) {}

 protected:
  PaddedTable table_;
  Position step_;
  Read read_;
};

class BareCloud final : public Bare {
 public:
  explicit BareCloud(const Job& job) : Bare(job) {
    std::minstd_rand random(1);
    std::uniform_real_distribution<double> share(0.0, 1.0);
    for (int i = 0; i < job.length; ++i) {
      const double phase = 2.0 * std::numbers::pi * i / job.length;
      window_.push_back(static_cast<float>(0.5 - 0.5 * std::cos(phase)));
    }
    for (int i = 0; i < job.grains; ++i) {
      const Position start = position(share(random) * static_cast<double>(job.table.size()));
      const double pan = share(random);
      const int age = static_cast<int>(share(random) * job.length);
      grains_.push_back({start, start, age, static_cast<float>(pan), static_cast<float>(1 - pan)});
    }
  }

  void run(float* left, float* right, int count) override {
    std::fill_n(left, count, 0.0f);
    std::fill_n(right, count, 0.0f);
    for (Grain& grain : grains_) {
      for (int done = 0; done < count;)
        done += play(grain, left + done, right + done, count - done);
    }
  }

 private:
  struct Grain {
    Position start;
    Position now;
    int age;  // samples
    float left;
    float right;
  };

  // Returns how many samples it has played: all, or those to the grain's end.
  int play(Grain& grain, float* left, float* right, int count) {
    const int rest = static_cast<int>(window_.size()) - grain.age;
    const int size = std::min(count, rest);
    read_(table_, grain.now, step_, heard_.data(), size);
    mix(heard_.data(), window_.data() + grain.age, grain.left, grain.right, left, right, size);
    grain.now += static_cast<Position>(size) * step_;
    grain.age += size;
    if (size == rest) {
      grain.now = grain.start;
      grain.age = 0;
    }
    return size;
  }

  std::vector<float> window_;
  std::vector<Grain> grains_;
  std::array<float, kMost> heard_{};
};

class BareRead final : public Bare {
 public:
  using Bare::Bare;

  void run(float* left, float* /*right*/, int count) override {
    read_(table_, now_, step_, left, count);
    now_ += static_cast<Position>(count) * step_;
  }

 private:
  Position now_ = 0;
};

}  // namespace

std::unique_ptr<Subject> bare_cloud(const Job& job) { return std::make_unique<BareCloud>(job); }
std::unique_ptr<Subject> bare_read(const Job& job) { return std::make_unique<BareRead>(job); }

}  // namespace granvae::bench
