#include "pd/array_copy.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "pd/symbols.hpp"

namespace granvae::pd {
namespace {

constexpr std::size_t kAtOnce = 1 << 16;  // samples, in a tenth of a millisecond

std::optional<std::span<const t_word>> words_of(const std::string& name) {
  static auto* const kind = static_cast<t_class**>(find_symbol("garray_class"));
  if (kind == nullptr) return std::nullopt;
  auto* array = reinterpret_cast<t_garray*>(pd_findbyclass(gensym(name.c_str()), *kind));
  int size = 0;
  t_word* words = nullptr;
  if (array == nullptr || garray_getfloatwords(array, &size, &words) == 0) return std::nullopt;
  return std::span<const t_word>(words, static_cast<std::size_t>(size));
}

}  // namespace

std::optional<ArrayCopy> ArrayCopy::of(const std::string& name) {
  const auto words = words_of(name);
  if (!words) return std::nullopt;
  ArrayCopy copy;
  copy.recording_ = std::make_shared<engine::Recording>(engine::Recording{name, {}, sys_getsr()});
  copy.recording_->samples.reserve(words->size());
  copy.size_ = words->size();
  return copy;
}

void ArrayCopy::advance(bool whole) {
  std::vector<float>& samples = recording_->samples;
  const auto words = words_of(recording_->name);
  if (!words || words->size() != size_) {
    throw std::runtime_error("the array '" + recording_->name +
                             "' has changed its size since encode came; send it again.");
  }
  const auto rest = words->subspan(samples.size());
  for (const t_word& word : rest.first(whole ? rest.size() : std::min(kAtOnce, rest.size()))) {
    samples.push_back(static_cast<float>(word.w_float));
  }
}

}  // namespace granvae::pd
