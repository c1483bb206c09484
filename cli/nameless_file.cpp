// A file without a name, for what must wait and is too large for memory.
#include "cli/nameless_file.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace meridian::cli {
namespace {

int open_in(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) {
    return file;
  }
  // Not every file system can do without a name from the start.
  std::string path = folder + "/meridian-XXXXXX";
  const int named = ::mkostemp(path.data(), O_CLOEXEC);
  if (named >= 0) {
    ::unlink(path.c_str());
  }
  return named;
}

}  // namespace

NamelessFile::NamelessFile(Descriptor file) : file_(std::move(file)) {
  struct statvfs about {};
  if (::fstatvfs(file_.number(), &about) == 0) {
    room_ = static_cast<std::uint64_t>(about.f_bavail) * about.f_frsize;
  }
}

std::optional<NamelessFile> NamelessFile::make() {
  const char* chosen = std::getenv("TMPDIR");
  int file = -1;
  if (chosen != nullptr && *chosen != '\0') {
    file = open_in(chosen);
  } else {
    for (const char* folder : {"/var/tmp", "/tmp"}) {
      file = file < 0 ? open_in(folder) : file;
    }
  }
  return file < 0 ? std::nullopt : std::optional(NamelessFile(Descriptor(file, true)));
}

bool NamelessFile::append(std::string_view text) {
  auto at = static_cast<off_t>(size_);
  for (std::string_view rest = text; !rest.empty();) {
    const ssize_t done = ::pwrite(file_.number(), rest.data(), rest.size(), at);
    if (done < 0) {
      if (errno == EINTR) {
        continue;
      }
      return false;
    }
    at += done;
    rest.remove_prefix(static_cast<std::size_t>(done));
  }
  size_ += text.size();
  return true;
}

}  // namespace meridian::cli
