#include "watch.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

#include "tally.hpp"

// long granvae_gate(long number, long arguments[6]): the one place that the filter lets pass,
// known to it by the address at which a system call returns.
extern "C" long granvae_gate(long number, const long long* arguments);
extern "C" const char granvae_gate_return;
asm(R"(
  .text
  .globl granvae_gate, granvae_gate_return
  .hidden granvae_gate, granvae_gate_return
granvae_gate:
  mov %rdi, %rax
  mov %rsi, %rcx
  mov 0(%rcx), %rdi
  mov 8(%rcx), %rsi
  mov 16(%rcx), %rdx
  mov 24(%rcx), %r10
  mov 32(%rcx), %r8
  mov 40(%rcx), %r9
  syscall
granvae_gate_return:
  ret
)");

namespace granvae::testing {
namespace {

// The filter sends a system call here in place of making it.
void on_trap(int, siginfo_t*, void* context) {
  greg_t* registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
  const long number = registers[REG_RAX];
  note(&Tally::system_calls, "system call", number);
  const std::array<long long, 6> arguments{registers[REG_RDI], registers[REG_RSI],
                                           registers[REG_RDX], registers[REG_R10],
                                           registers[REG_R8],  registers[REG_R9]};
  registers[REG_RAX] = granvae_gate(number, arguments.data());
}

constexpr sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

constexpr sock_filter end(std::uint32_t action) { return BPF_STMT(BPF_RET | BPF_K, action); }

// Goes on after `skip` instructions more unless the value loaded is `wanted`.
constexpr sock_filter unless(std::uint32_t wanted, std::uint8_t skip) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, wanted, 0, skip);
}

// From here on, every system call of this thread is noted, and made. There is no way back.
void trap_system_calls() {
  struct sigaction action{};
  action.sa_sigaction = on_trap;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  const auto gate = reinterpret_cast<std::uintptr_t>(&granvae_gate_return);
  std::array filter{load(offsetof(seccomp_data, arch)),
                    unless(AUDIT_ARCH_X86_64, 8),
                    load(offsetof(seccomp_data, nr)),
                    unless(__NR_rt_sigreturn, 1),  // the way back from on_trap
                    end(SECCOMP_RET_ALLOW),
                    load(offsetof(seccomp_data, instruction_pointer)),
                    unless(static_cast<std::uint32_t>(gate), 3),
                    load(offsetof(seccomp_data, instruction_pointer) + 4),
                    unless(static_cast<std::uint32_t>(gate >> 32), 1),
                    end(SECCOMP_RET_ALLOW),
                    end(SECCOMP_RET_TRAP)};
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  if (sigaction(SIGSYS, &action, nullptr) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    throw std::runtime_error(
        "this kernel refuses a seccomp filter, so that system calls cannot "
        "be watched; allow seccomp where the tests run.");
  }
}

thread_local constinit Tally watched;

}  // namespace

void on_watched_thread(const std::function<void()>& act) {
  std::exception_ptr thrown;
  std::thread thread([&] {
    try {
      trap_system_calls();
      act();
    } catch (...) {
      thrown = std::current_exception();
    }
  });
  thread.join();
  if (thrown) std::rethrow_exception(thrown);
}

void watch(Activity& activity, const std::function<void()>& act) {
  watched = Tally();
  tally = &watched;
  act();
  tally = nullptr;
  if (activity.first.empty() && watched.first != nullptr) {
    activity.first = watched.first;
    if (watched.first_call >= 0) activity.first += " " + std::to_string(watched.first_call);
  }
  activity.allocations += watched.allocations;
  activity.locks += watched.locks;
  activity.system_calls += watched.system_calls;
}

}  // namespace granvae::testing
