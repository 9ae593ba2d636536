// What is timed: anything that makes a block of samples.
#pragma once

#include <memory>
#include <span>
#include <string_view>

namespace granvae::bench {

class Subject {
 public:
  Subject() = default;
  virtual ~Subject() = default;
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  // At most kMost samples of each channel; a mono subject leaves the right one.
  virtual void run(float* left, float* right, int count) = 0;
};

struct Job {
  std::span<const float> table;
  double speed;                    // table samples an output sample
  std::string_view interpolation;  // the engine's names
  int grains;                      // that sound at once
  int length;                      // samples of the output that a grain lasts
};

// The engine's players by themselves.
std::unique_ptr<Subject> core_cloud(const Job& job);
std::unique_ptr<Subject> core_loop(const Job& job);

// Grains under ready-made windows, each beginning anew when it is over.
std::unique_ptr<Subject> bare_cloud(const Job& job);
// One read a sample.
std::unique_ptr<Subject> bare_read(const Job& job);

// CPU seconds, the best of some rounds, to prepare for a length of table and to transform it.
struct FftTimes {
  double plan;
  double transform;
};
FftTimes time_fft(std::span<const float> samples, int rounds);

}  // namespace granvae::bench
