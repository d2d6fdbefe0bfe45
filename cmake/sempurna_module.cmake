include_guard()
include(sempurna_precompiled)

# One module: a static library sempurna_<name>, and one test program from TESTS.
#
#   sempurna_module(text
#     SOURCES wordpiece.cpp …        files in src/<name>, listed, never globbed
#     USES    base …                 modules it may include (tools/check_layers.py holds it to this)
#     PRIVATE PkgConfig::utf8proc …  third-party libraries
#     TESTS   wordpiece_test.cpp …   files in tests/<name>
#     TORCH)                         part of the training half
function(sempurna_module name)
  cmake_parse_arguments(M "TORCH" "" "SOURCES;USES;PRIVATE;TESTS" ${ARGN})
  if(M_TORCH AND NOT SEMPURNA_TORCH)
    return()
  endif()
  set(target sempurna_${name})
  add_library(${target} STATIC ${M_SOURCES})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM M_USES PREPEND sempurna_)
  target_link_libraries(${target} PUBLIC ${M_USES} PRIVATE ${M_PRIVATE})
  if(M_TORCH)
    target_link_libraries(${target} PUBLIC sempurna_libtorch)
    target_precompile_headers(${target} REUSE_FROM sempurna_torch_headers)
  endif()
  if(SEMPURNA_TESTS AND M_TESTS)
    list(TRANSFORM M_TESTS PREPEND ${CMAKE_SOURCE_DIR}/tests/${name}/)
    add_executable(${target}_test ${M_TESTS})
    target_link_libraries(${target}_test PRIVATE ${target} ${M_PRIVATE} sempurna_test_support
      GTest::gtest GTest::gmock GTest::gtest_main)
    if(M_TORCH)
      target_link_libraries(${target}_test PRIVATE sempurna_torch_test_support)
      target_precompile_headers(${target}_test REUSE_FROM sempurna_torch_headers)
    else()
      # GoogleTest's headers are most of what a test's compilation costs, optimising the rest of it.
      target_compile_options(${target}_test PRIVATE -O0)
      target_precompile_headers(${target}_test REUSE_FROM sempurna_test_headers)
    endif()
    add_test(NAME ${name} COMMAND ${target}_test)
    # As the worker sets it for itself (tensor/cpu.cpp): tests may run beside other work.
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 ENVIRONMENT GOMP_SPINCOUNT=10000)
  endif()
endfunction()
