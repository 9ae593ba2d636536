#include "decoder/torch/torch_state.hpp"

#include <ATen/CPUGeneratorImpl.h>

#include <mutex>

namespace granvae::decoder::libtorch {
namespace {

bool same(const c10::IValue& a, const c10::IValue& b) {
  if (a.isTensor() && b.isTensor()) {
    const torch::Tensor& x = a.toTensor();
    const torch::Tensor& y = b.toTensor();
    if (!x.defined() || !y.defined()) return x.defined() == y.defined();
    return x.sizes() == y.sizes() && x.dtype() == y.dtype() && torch::equal(x, y);
  }
  if (a.tagKind() != b.tagKind()) return false;
  if (a.isTensorList()) {
    const auto x = a.toTensorVector();
    const auto y = b.toTensorVector();
    if (x.size() != y.size()) return false;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!same(x[i], y[i])) return false;
    }
    return true;
  }
  return a == b;
}

struct State final : Memory {
  std::vector<c10::IValue> values;  // of each slot
};

}  // namespace

TorchMemory::TorchMemory(const torch::jit::Module& module) {
  for (const torch::jit::Module& part : module.modules()) {
    const auto type = part.type();
    for (std::size_t i = 0; i < type->numAttributes(); ++i) {
      const c10::IValue value = part._ivalue()->getSlot(i);
      if (type->is_parameter(i) || value.isObject()) continue;
      slots_.push_back({part._ivalue(), i, value.deepcopy()});
    }
  }
}

void TorchMemory::keep_changed() {
  std::erase_if(slots_,
                [](const Slot& slot) { return same(slot.owner->getSlot(slot.index), slot.value); });
}

void TorchMemory::restore() const {
  for (const Slot& slot : slots_) slot.owner->setSlot(slot.index, slot.value.deepcopy());
}

std::unique_ptr<Memory> TorchMemory::now() const {
  auto state = std::make_unique<State>();
  for (const Slot& slot : slots_) {
    state->values.push_back(slot.owner->getSlot(slot.index).deepcopy());
  }
  return state;
}

void TorchMemory::go_on_from(const Memory* then) const {
  if (then == nullptr) return restore();
  const std::vector<c10::IValue>& values = static_cast<const State*>(then)->values;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    slots_[i].owner->setSlot(slots_[i].index, values[i].deepcopy());
  }
}

void TorchRandomness::seed(std::uint64_t seed) {
  at::Generator generator = at::detail::createCPUGenerator(seed);
  state_ = generator.get_state();
}

TorchRandomness::Use::Use(TorchRandomness& randomness) : randomness_(randomness) {
  if (!randomness_.state_.defined()) return;
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  const std::lock_guard lock(generator.mutex());
  outside_ = generator.get_state();
  generator.set_state(randomness_.state_);
}

TorchRandomness::Use::~Use() {
  if (!outside_.defined()) return;
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  const std::lock_guard lock(generator.mutex());
  randomness_.state_ = generator.get_state();
  generator.set_state(outside_);
}

}  // namespace granvae::decoder::libtorch
