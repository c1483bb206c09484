// Asks each library for its version.
#include "fetcher/versions.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include <pugixml.hpp>

namespace meridian::fetcher {
namespace {

/// Asked apart from curl_on_demand.cpp, which ends the program where the library is absent.
std::string curl_version() {
  void* const library = ::dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  void* const found = library == nullptr ? nullptr : ::dlsym(library, "curl_version_info");
  if (found == nullptr) {
    return "";
  }
  return reinterpret_cast<decltype(&curl_version_info)>(found)(CURLVERSION_NOW)->version;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> versions() {
  return {{"libcurl", curl_version()},
          {"pugixml", fmt::format("{}.{}", PUGIXML_VERSION / 1000, PUGIXML_VERSION / 10 % 100)}};
}

}  // namespace meridian::fetcher
