# libtorch as it comes inside the torch wheel of the Python that builds: the same libraries that
# Python loads, and no second copy. torch's own CMake package is not used, since it also looks for
# everything that torch itself was built with.

# Without a word on which Python: the one that `make` installed into.
find_program(VENV_PYTHON python PATHS ${PROJECT_SOURCE_DIR}/.venv/bin
                                      ${PROJECT_SOURCE_DIR}/.venv/Scripts NO_DEFAULT_PATH NO_CACHE)
if(NOT Python_EXECUTABLE AND VENV_PYTHON)
  set(Python_EXECUTABLE ${VENV_PYTHON})
endif()
find_package(Python REQUIRED COMPONENTS Interpreter)
execute_process(
  COMMAND ${Python_EXECUTABLE} -c
          "import importlib.util as u; print(u.find_spec('torch').submodule_search_locations[0])"
  # Python looks for modules in the folder that it runs in; this one has none.
  WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR}
  OUTPUT_VARIABLE TORCH_DIR
  OUTPUT_STRIP_TRAILING_WHITESPACE
  RESULT_VARIABLE TORCH_MISSING
  ERROR_QUIET)
if(TORCH_MISSING)
  message(FATAL_ERROR "torch is not installed for ${Python_EXECUTABLE}; call `make install` first, or "
                      "name a Python that has torch==2.13.0 with -DPython_EXECUTABLE=…")
endif()
file(TO_CMAKE_PATH "${TORCH_DIR}" TORCH_DIR)

add_library(libtorch INTERFACE)
target_include_directories(libtorch SYSTEM INTERFACE ${TORCH_DIR}/include
                                                     ${TORCH_DIR}/include/torch/csrc/api/include)
foreach(name torch torch_cpu c10)
  find_library(TORCH_LIBRARY_${name} ${name} PATHS ${TORCH_DIR}/lib NO_DEFAULT_PATH NO_CACHE REQUIRED)
  target_link_libraries(libtorch INTERFACE ${TORCH_LIBRARY_${name}})
endforeach()
