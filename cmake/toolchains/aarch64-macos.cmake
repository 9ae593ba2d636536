# Clang with the headers of macOS on 64-bit ARM, as the Python package ziglang brings them.
find_program(ZIG python-zig REQUIRED)
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_PROCESSOR arm64)
set(CMAKE_CXX_COMPILER ${ZIG} c++)
set(CMAKE_CXX_COMPILER_TARGET aarch64-macos)
# To link anything, Zig first compiles libc++, which takes longer than all of ours.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
