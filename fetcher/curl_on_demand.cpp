// libcurl loaded at the first request: it brings some thirty libraries with it, and most commands ask no server.
#include <dlfcn.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#define CURL_DISABLE_TYPECHECK  // its checks are macros of the names that are defined below
#include <curl/curl.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo

namespace {

void* address(const char* name) {
  static void* const library = ::dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  void* const found = library == nullptr ? nullptr : ::dlsym(library, name);
  if (found == nullptr) {
    const char* const why = ::dlerror();
    std::fprintf(stderr, "error: libcurl cannot be loaded: %s\n  hint: install the package libcurl4\n",
                 why == nullptr ? name : why);
    std::exit(EXIT_FAILURE);  // the installation is broken: no caller could go on
  }
  return found;
}

template <class Function>
Function* loaded(Function* /*declared*/, const char* name) {
  return reinterpret_cast<Function*>(address(name));
}

}  // namespace

// NOLINTNEXTLINE(bugprone-macro-parentheses): the name is a function of libcurl, and is written out as well
#define MERIDIAN_LOADED(name) static const auto function = loaded(&name, #name)

extern "C" {

CURLcode curl_global_init(long flags) {
  MERIDIAN_LOADED(curl_global_init);
  return function(flags);
}
CURL* curl_easy_init() {
  MERIDIAN_LOADED(curl_easy_init);
  return function();
}
void curl_easy_cleanup(CURL* handle) {
  MERIDIAN_LOADED(curl_easy_cleanup);
  function(handle);
}
void curl_easy_reset(CURL* handle) {
  MERIDIAN_LOADED(curl_easy_reset);
  function(handle);
}
const char* curl_easy_strerror(CURLcode code) {
  MERIDIAN_LOADED(curl_easy_strerror);
  return function(code);
}
// Each option takes one argument, a long, a pointer or a curl_off_t: all of the width of a pointer.
CURLcode curl_easy_setopt(CURL* handle, CURLoption option, ...) {
  MERIDIAN_LOADED(curl_easy_setopt);
  std::va_list list;
  va_start(list, option);
  void* const value = va_arg(list, void*);
  va_end(list);
  return function(handle, option, value);
}
CURLcode curl_easy_getinfo(CURL* handle, CURLINFO info, ...) {
  MERIDIAN_LOADED(curl_easy_getinfo);
  std::va_list list;
  va_start(list, info);
  void* const place = va_arg(list, void*);
  va_end(list);
  return function(handle, info, place);
}
void curl_free(void* memory) {
  MERIDIAN_LOADED(curl_free);
  function(memory);
}
time_t curl_getdate(const char* text, const time_t* unused) {
  MERIDIAN_LOADED(curl_getdate);
  return function(text, unused);
}
CURLM* curl_multi_init() {
  MERIDIAN_LOADED(curl_multi_init);
  return function();
}
CURLMcode curl_multi_cleanup(CURLM* multi) {
  MERIDIAN_LOADED(curl_multi_cleanup);
  return function(multi);
}
CURLMcode curl_multi_add_handle(CURLM* multi, CURL* handle) {
  MERIDIAN_LOADED(curl_multi_add_handle);
  return function(multi, handle);
}
CURLMcode curl_multi_remove_handle(CURLM* multi, CURL* handle) {
  MERIDIAN_LOADED(curl_multi_remove_handle);
  return function(multi, handle);
}
CURLMcode curl_multi_perform(CURLM* multi, int* running) {
  MERIDIAN_LOADED(curl_multi_perform);
  return function(multi, running);
}
CURLMcode curl_multi_poll(CURLM* multi, struct curl_waitfd* extra, unsigned int count, int milliseconds, int* ready) {
  MERIDIAN_LOADED(curl_multi_poll);
  return function(multi, extra, count, milliseconds, ready);
}
CURLMsg* curl_multi_info_read(CURLM* multi, int* left) {
  MERIDIAN_LOADED(curl_multi_info_read);
  return function(multi, left);
}
struct curl_slist* curl_slist_append(struct curl_slist* list, const char* text) {
  MERIDIAN_LOADED(curl_slist_append);
  return function(list, text);
}
void curl_slist_free_all(struct curl_slist* list) {
  MERIDIAN_LOADED(curl_slist_free_all);
  function(list);
}
CURLU* curl_url() {
  MERIDIAN_LOADED(curl_url);
  return function();
}
void curl_url_cleanup(CURLU* url) {
  MERIDIAN_LOADED(curl_url_cleanup);
  function(url);
}
CURLUcode curl_url_get(CURLU* url, CURLUPart what, char** part, unsigned int flags) {
  MERIDIAN_LOADED(curl_url_get);
  return function(url, what, part, flags);
}
CURLUcode curl_url_set(CURLU* url, CURLUPart what, const char* part, unsigned int flags) {
  MERIDIAN_LOADED(curl_url_set);
  return function(url, what, part, flags);
}

}  // extern "C"
