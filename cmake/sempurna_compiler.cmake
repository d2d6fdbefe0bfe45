# Flags that every target shares.
add_compile_options(-Wall -Wextra -Wnon-virtual-dtor -Woverloaded-virtual -Werror=return-type)
# A warning is an error where it is known that there are none: with Debian 12's compiler. Under a
# sanitizer it warns of what is not so.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13 AND
   NOT SEMPURNA_SANITIZE)
  add_compile_options(-Werror)
endif()
# ccache can store a file that uses a precompiled header only when it was preprocessed this way.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-fpch-preprocess)
endif()
if(SEMPURNA_SANITIZE)
  add_compile_options(-fsanitize=${SEMPURNA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SEMPURNA_SANITIZE})
endif()
if(SEMPURNA_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link -include ${CMAKE_CURRENT_LIST_DIR}/clang_source_location.h)
endif()
find_program(SEMPURNA_MOLD mold)
if(SEMPURNA_MOLD AND NOT SEMPURNA_SANITIZE)
  add_link_options(-fuse-ld=mold)
endif()
