# A Debian package, made by tools/make_deb. The program installs itself (src/cli/install.cpp), so that one list says
# what belongs where.
install(CODE "
  execute_process(COMMAND \"${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/sempurna\" install --prefix \"\${CMAKE_INSTALL_PREFIX}\"
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)")
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # the programs alone, not the tests

set(CPACK_GENERATOR DEB)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_CONTACT "The authors of Sempurna <sempurna@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "fine-tunes pretrained picture and text models")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "On one's own data and machines: a command line and a server that S3 clients speak to.")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Behind libblas.so.3, where nothing but speed asks for it.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-pthread")
include(CPack)
