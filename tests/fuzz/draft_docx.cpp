// A DOCX whose document is the input; the zip around it is sound, since its checksums would stop every mutation.
#include <zip.h>

#include "tests/fuzz/drafts.hpp"

namespace meridian::fuzz {
namespace {

std::string zipped(std::string_view document) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* bytes = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(bytes);
  zip_t* zip = zip_open_from_source(bytes, ZIP_CREATE | ZIP_TRUNCATE, &error);
  must(zip != nullptr, "a zip can be made in memory");
  zip_source_t* source = zip_source_buffer(zip, document.data(), document.size(), 0);
  const auto at = zip_file_add(zip, "word/document.xml", source, ZIP_FL_OVERWRITE);
  zip_set_file_compression(zip, static_cast<zip_uint64_t>(at), ZIP_CM_STORE, 0);
  must(zip_close(zip) == 0 && zip_source_open(bytes) == 0, "a zip can be closed in memory");
  zip_stat_t stat;
  zip_stat_init(&stat);
  zip_source_stat(bytes, &stat);
  std::string out(stat.size, '\0');
  must(zip_source_read(bytes, out.data(), out.size()) == static_cast<zip_int64_t>(out.size()),
       "a zip can be read back");
  zip_source_close(bytes);
  zip_source_free(bytes);
  zip_error_fini(&error);
  return out;
}

}  // namespace

void one_input(std::string_view input) {
  must_be_read_or_refused(input, "draft.docx");
  must_be_read_or_refused(zipped(input), "draft.docx");
}

}  // namespace meridian::fuzz
