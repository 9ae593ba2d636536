# libtorch as it comes inside the torch wheel of the Python that builds: the same libraries that
# Python loads, and no second copy. torch's own CMake package is not used, since it also looks for
# everything that torch itself was built with.
if(NOT Python_EXECUTABLE AND DEFINED Python3_EXECUTABLE)
  set(Python_EXECUTABLE ${Python3_EXECUTABLE})
endif()
find_package(Python REQUIRED COMPONENTS Interpreter)
execute_process(
  COMMAND ${Python_EXECUTABLE} -I -c
          "import importlib.util as u; print(u.find_spec('torch').submodule_search_locations[0])"
  OUTPUT_VARIABLE TORCH_DIR
  OUTPUT_STRIP_TRAILING_WHITESPACE
  RESULT_VARIABLE TORCH_MISSING
  ERROR_QUIET)
if(TORCH_MISSING)
  message(FATAL_ERROR "torch is not installed for ${Python_EXECUTABLE}; install torch==2.13.0 there "
                      "or name another Python with -DPython_EXECUTABLE=…")
endif()
file(TO_CMAKE_PATH "${TORCH_DIR}" TORCH_DIR)

add_library(libtorch INTERFACE)
target_include_directories(libtorch SYSTEM INTERFACE ${TORCH_DIR}/include
                                                     ${TORCH_DIR}/include/torch/csrc/api/include)
foreach(name torch torch_cpu c10)
  find_library(TORCH_LIBRARY_${name} ${name} PATHS ${TORCH_DIR}/lib NO_DEFAULT_PATH NO_CACHE REQUIRED)
  target_link_libraries(libtorch INTERFACE ${TORCH_LIBRARY_${name}})
endforeach()
