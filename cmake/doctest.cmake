# doctest. Debian's lies among the headers of this system, which a compiler for another one must not
# see.
find_package(doctest REQUIRED)
if(CMAKE_CROSSCOMPILING)
  get_target_property(folder doctest::doctest INTERFACE_INCLUDE_DIRECTORIES)
  file(COPY ${folder}/doctest DESTINATION ${CMAKE_BINARY_DIR}/include)
  set_target_properties(doctest::doctest PROPERTIES INTERFACE_INCLUDE_DIRECTORIES
                                                    ${CMAKE_BINARY_DIR}/include)
endif()
