// Settings, data files and the library that commands work with.
#include "cli/context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "core/text.hpp"
#include "core/toml.hpp"

namespace meridian::cli {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

fs::path xdg(const char* variable, const char* below_home) {
  const std::string folder = environment(variable);
  return (folder.empty() ? fs::path(environment("HOME")) / below_home : fs::path(folder)) / "meridian";
}

fs::path find_data_folder() {
  if (const std::string named = environment("MERIDIAN_DATA"); !named.empty()) {
    return named;
  }
  std::error_code ignored;
  const fs::path installed = fs::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "share/meridian";
  return fs::exists(installed / "vocabulary", ignored) ? installed : fs::path(MERIDIAN_DATA_FOLDER);
}

Result<std::string> read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) {
    return fail(Fault::Misconfigured, fmt::format("{} cannot be read", path.string()));
  }
  return text.str();
}

/// The files of a folder with this ending in the order of their names; none where the folder is absent.
std::vector<fs::path> files_of(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ending) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<void> read_settings(const fs::path& path, Context& context, std::string& library) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    return {};
  }
  auto text = read_text(path);
  if (!text) {
    return tl::unexpected<Error>(text.error());
  }
  const std::map<std::string, std::string*, std::less<>> places{{"email", &context.pubmed.email},
                                                                {"api_key", &context.pubmed.api_key},
                                                                {"library", &library},
                                                                {"eutils_url", &context.pubmed.base_url},
                                                                {"on_success", &context.on_success},
                                                                {"on_failure", &context.on_failure}};
  const toml::parse_result parsed = toml::parse(*text, path.string());
  if (!parsed) {
    return fail(Fault::Misconfigured, fmt::format("{}:{}: {}", path.string(), parsed.error().source().begin.line,
                                                  parsed.error().description()));
  }
  for (const auto& [key, value] : parsed.table()) {
    const auto place = places.find(key.str());
    if (place == places.end() || !value.is_string()) {
      return fail(Fault::Misconfigured,
                  fmt::format("{}:{}: \"{}\" is not a setting, or not a string", path.string(),
                              value.source().begin.line, printable(key.str())),
                  "the settings are email, api_key, library, eutils_url, on_success and on_failure, each a string");
    }
    *place->second = value.ref<std::string>();
  }
  return {};
}

void prefer(std::string& setting, const char* variable) {
  if (std::string value = environment(variable); !value.empty()) {
    setting = std::move(value);
  }
}

}  // namespace

Result<Context> Context::make(const Flags& flags) {
  Context context;
  context.flags = flags;
  context.config_folder = xdg("XDG_CONFIG_HOME", ".config");
  context.data_folder = find_data_folder();
  context.observer = std::make_unique<TerminalObserver>(flags.quiet);
  std::string library;
  if (auto read = read_settings(context.config_folder / "settings.toml", context, library); !read) {
    return tl::unexpected<Error>(read.error());
  }
  prefer(library, "MERIDIAN_LIBRARY");
  prefer(context.pubmed.email, "NCBI_EMAIL");
  prefer(context.pubmed.api_key, "NCBI_API_KEY");
  prefer(context.pubmed.base_url, "MERIDIAN_EUTILS_URL");
  if (!flags.library.empty()) {
    library = flags.library;
  }
  context.library_folder = library.empty() ? xdg("XDG_DATA_HOME", ".local/share") : fs::path(library);
  return context;
}

std::vector<fs::path> Context::mesh_files() const {
  std::vector<fs::path> files;
  for (const auto& folder : {data_folder / "mesh", config_folder / "mesh"}) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      if (entry.path().extension() == ".tsv") {
        files.push_back(entry.path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<index::Library> Context::open_library(index::Access access, std::chrono::seconds wait) {
  index::LibraryOptions options;
  options.folder = library_folder;
  options.access = access;
  options.mesh = mesh_files();
  const auto until = std::chrono::steady_clock::now() + wait;
  auto library = index::Library::open(options, *observer);
  while (!library && library.error().fault == Fault::Locked && std::chrono::steady_clock::now() < until) {
    // Waited for here and not inside, so that a signal is heeded.
    if (observer->cancelled()) {
      return fail(Fault::Interrupted, "stopped while waiting for the library");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    library = index::Library::open(options, *observer);
  }
  if (!library && library.error().fault == Fault::NotFound) {
    return fail(Fault::NotFound, fmt::format("there is no library in {}", library_folder.string()),
                "`meridian update` fetches a topic, `meridian import FILE` adds files");
  }
  return library;
}

Result<index::Ledger> Context::open_ledger(index::Access access) const {
  return index::Ledger::open(library_folder, access);
}

Result<std::shared_ptr<const evidence::Vocabulary>> Context::load_vocabulary() const {
  std::vector<evidence::VocabularyFile> files;
  for (const auto& folder : {data_folder / "vocabulary", config_folder / "vocabulary"}) {
    for (const auto& path : files_of(folder, ".toml")) {
      auto text = read_text(path);
      if (!text) {
        return tl::unexpected<Error>(text.error());
      }
      files.push_back({path.string(), std::move(*text)});
    }
  }
  if (files.empty()) {
    return fail(Fault::Misconfigured, fmt::format("no vocabulary in {}", (data_folder / "vocabulary").string()),
                "MERIDIAN_DATA names the folder that holds vocabulary/ and topics/");
  }
  for (const auto& path : files_of(data_folder / "models", ".model")) {
    auto text = read_text(path);
    if (!text) {
      return tl::unexpected<Error>(text.error());
    }
    files.push_back({path.string(), std::move(*text)});
  }
  return evidence::Vocabulary::load(files);
}

Result<std::vector<tracker::Topic>> Context::load_topics() const {
  std::map<std::string, tracker::Topic> topics;
  for (const auto& folder : {data_folder / "topics", config_folder / "topics"}) {
    for (const auto& path : files_of(folder, ".toml")) {
      auto text = read_text(path);
      if (!text) {
        return tl::unexpected<Error>(text.error());
      }
      auto topic = tracker::parse_topic(*text, path.string(), path.stem().string());
      if (!topic) {
        return tl::unexpected<Error>(topic.error());
      }
      topics.insert_or_assign(topic->id, std::move(*topic));
    }
  }
  std::vector<tracker::Topic> out;
  out.reserve(topics.size());
  for (auto& [id, topic] : topics) {
    out.push_back(std::move(topic));
  }
  return out;
}

}  // namespace meridian::cli
