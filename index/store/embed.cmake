# Writes OUTPUT, a C++ source that holds every NNNN_name.sql of FOLDER in order.
file(GLOB files ${FOLDER}/*.sql)
list(SORT files)
set(rows "")
set(next 1)
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  if(NOT name MATCHES "^0*([1-9][0-9]*)_[a-z_]+\\.sql$")
    message(FATAL_ERROR "${name}: a migration is named NNNN_name.sql")
  endif()
  if(NOT CMAKE_MATCH_1 EQUAL next)
    message(FATAL_ERROR "${name}: migration ${next} is missing")
  endif()
  math(EXPR next "${next} + 1")
  file(READ ${file} sql)
  string(APPEND rows "    {${CMAKE_MATCH_1}, R\"sql(${sql})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from index/store/migrations; do not edit.
#include \"index/store/migrations.hpp\"

namespace meridian::index {

std::span<const Migration> migrations() {
  static constexpr Migration kMigrations[] = {
${rows}  };
  return kMigrations;
}

}  // namespace meridian::index
")
