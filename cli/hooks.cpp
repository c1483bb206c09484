// Runs the hook of the settings after an update.
#include "cli/hooks.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>

#include "fetcher/http.hpp"

namespace meridian::cli {
namespace {

void ping(Context& context, const std::string& address, std::string_view status) {
  if (const auto host = fetcher::check_address(address); !host) {
    context.observer->warn(fmt::format("the hook's address cannot be used: {}", host.error().message));
    return;
  }
  constexpr std::chrono::seconds kPatience{20};
  fetcher::HttpClient http({kPatience, kPatience, 1U << 20U});
  const auto answer = http.post(address, {{"status", std::string(status)}}, *context.observer);
  if (!answer) {
    context.observer->warn(fmt::format("the hook's address did not answer: {}", answer.error().message));
  } else if (answer->status / 100 != 2) {
    context.observer->warn(fmt::format("the hook's address answered with status {}", answer->status));
  }
}

void run_command(Context& context, const std::string& command, std::string_view status,
                 std::span<const tracker::Receipt> receipts) {
  std::fflush(stdout);
  ::setenv("MERIDIAN_STATUS", std::string(status).c_str(), 1);
  std::FILE* pipe = ::popen(command.c_str(), "w");
  if (pipe == nullptr) {
    context.observer->warn("the hook's command could not be run");
    return;
  }
  for (const auto& receipt : receipts) {
    std::fputs((to_json(receipt) + "\n").c_str(), pipe);  // a hook need not read them
  }
  const int ended = ::pclose(pipe);
  if (ended == -1 || !WIFEXITED(ended) || WEXITSTATUS(ended) != 0) {
    context.observer->warn(
        fmt::format("the hook's command failed ({})", ended != -1 && WIFEXITED(ended) ? WEXITSTATUS(ended) : -1));
  }
}

}  // namespace

void run_hook(Context& context, Fault ended, std::span<const tracker::Receipt> receipts) {
  const bool good = ended == Fault::None || ended == Fault::Warnings;
  const std::string& hook = good ? context.on_success : context.on_failure;
  if (hook.empty()) {
    return;
  }
  const auto status = exit_status(ended).name;
  if (hook.rfind("https://", 0) == 0 || hook.rfind("http://", 0) == 0) {
    ping(context, hook, status);
  } else {
    run_command(context, hook, status, receipts);
  }
}

}  // namespace meridian::cli
