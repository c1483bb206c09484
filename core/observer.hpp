// What an engine tells its front door while it works, and how it is asked to stop.
#pragma once

#include <cstdint>
#include <string_view>

namespace meridian {

/// Passed in by the front door; engines never write to a terminal themselves. Calls come from the thread that
/// called the engine. All text is UTF-8 without an API key; the receiver makes it safe for its medium.
class Observer {
 public:
  virtual ~Observer() = default;

  /// A new stage of work begins: `name` such as "fetching", `total` units (0 where unknown), `unit` such as "records".
  virtual void stage(std::string_view /*name*/, std::uint64_t /*total*/, std::string_view /*unit*/) {}

  /// `done` units of the current stage are finished; never goes back within a stage.
  virtual void advance(std::uint64_t /*done*/) {}

  /// Something worth a line, such as a wait before a retry.
  virtual void note(std::string_view /*text*/) {}

  /// Something that a person must look at, such as a search tag that the server ignored.
  virtual void warn(std::string_view /*text*/) {}

  /// True once the work should stop at the next safe point; may be called from any thread.
  [[nodiscard]] virtual bool cancelled() const { return false; }
};

}  // namespace meridian
