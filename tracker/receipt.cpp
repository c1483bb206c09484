// A receipt as JSON, and whether it adds up.
#include "tracker/receipt.hpp"

#include <nlohmann/json.hpp>

namespace meridian::tracker {

bool Receipt::agrees() const {
  return listed == already_held + left + asked && asked == received + missing.size() + damaged.size() &&
         received == stored_new + revised + unchanged + older && read == received && indexed == received;
}

std::string to_json(const Receipt& r) {
  const nlohmann::ordered_json row = {
      {"schema", kReceiptSchema},
      {"command", r.command},
      {"topic", r.topic},
      {"query", r.query},
      {"translation", r.translation},
      {"warnings", r.warnings},
      {"started", r.started},
      {"finished", r.finished},
      {"count", r.count ? nlohmann::ordered_json(*r.count) : nlohmann::ordered_json(nullptr)},
      {"listed", r.listed},
      {"already_held", r.already_held},
      {"left", r.left},
      {"asked", r.asked},
      {"received", r.received},
      {"missing", r.missing},
      {"damaged", r.damaged},
      {"new", r.stored_new},
      {"revised", r.revised},
      {"unchanged", r.unchanged},
      {"older", r.older},
      {"deleted", r.deleted},
      {"read", r.read},
      {"indexed", r.indexed},
      {"agrees", r.agrees()},
      {"status", exit_status(r.status).name},
  };
  return row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace meridian::tracker
