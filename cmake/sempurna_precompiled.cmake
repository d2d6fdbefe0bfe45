include_guard()

# Headers that are compiled once for all modules.
if(SEMPURNA_TORCH)
  # libtorch's headers are most of what compiling a file of the training half costs. Precompiled they
  # take 300 MB of disk, so all modules and their tests share these.
  file(WRITE ${CMAKE_BINARY_DIR}/torch_headers.cpp "")
  add_library(sempurna_torch_headers OBJECT ${CMAKE_BINARY_DIR}/torch_headers.cpp)
  target_link_libraries(sempurna_torch_headers PRIVATE sempurna_libtorch)
  target_precompile_headers(sempurna_torch_headers PRIVATE
    <ATen/ATen.h> <torch/csrc/autograd/custom_function.h>)
endif()
if(SEMPURNA_TESTS)
  file(WRITE ${CMAKE_BINARY_DIR}/test_headers.cpp "")
  add_library(sempurna_test_headers OBJECT ${CMAKE_BINARY_DIR}/test_headers.cpp)
  target_link_libraries(sempurna_test_headers PRIVATE GTest::gtest GTest::gmock fmt::fmt)
  target_compile_options(sempurna_test_headers PRIVATE -O0)
  target_precompile_headers(sempurna_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h> <fmt/format.h>)
endif()
