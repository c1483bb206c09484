// The books of published texts: what they say, what was known of it, and what turned.
#include "index/ledger.hpp"
#include "index/store/blob.hpp"
#include "index/store/ledger_impl.hpp"

namespace meridian::index {
namespace {

template <class Impl>
void keep_states(Impl& impl, const std::string& text, std::span<const TextState> states) {
  for (const TextState& s : states) {
    impl.run("INSERT OR REPLACE INTO text_known(text,kind,words,pmid,state) VALUES(?,?,?,?,?)", text, s.kind, s.words,
             s.pmid, s.state);
  }
}

}  // namespace

Result<void> Ledger::keep_text(const PublishedText& text, std::span<const TextState> states) {
  return in_transaction(*impl_, [&]() -> Result<void> {
    const std::string source = compress(text.source);
    auto& insert = impl_->statement(
        "INSERT INTO text(name,source,added) VALUES(?,?,?) ON CONFLICT(name) DO UPDATE SET source=excluded.source",
        text.name);
    insert.bind(2, source.data(), static_cast<int>(source.size()));
    insert.bind(3, text.added);
    insert.exec();
    insert.reset();
    impl_->run("DELETE FROM text_references WHERE text=?", text.name);
    for (const auto& [name, bytes] : text.references) {
      const std::string packed = compress(bytes);
      auto& row = impl_->statement("INSERT INTO text_references(text,name,source) VALUES(?,?,?)", text.name, name);
      row.bind(3, packed.data(), static_cast<int>(packed.size()));
      row.exec();
      row.reset();
    }
    impl_->run("DELETE FROM text_known WHERE text=?", text.name);
    keep_states(*impl_, text.name, states);
    return {};
  });
}

Result<bool> Ledger::remove_text(const std::string& name) {
  return in_transaction(*impl_, [&]() -> Result<bool> {
    impl_->run("DELETE FROM text WHERE name=?", name);
    return impl_->database.getChanges() > 0;
  });
}

Result<std::vector<PublishedText>> Ledger::texts() {
  return guarded_store(kBooks, [&]() -> Result<std::vector<PublishedText>> {
    std::vector<PublishedText> out;
    impl_->each("SELECT name,source,added FROM text ORDER BY name", [&](auto& q) {
      out.push_back(
          {q.getColumn(0).getString(), decompress(q.getColumn(1).getString()), {}, q.getColumn(2).getString()});
    });
    for (auto& text : out) {
      impl_->each(
          "SELECT name,source FROM text_references WHERE text=? ORDER BY name",
          [&](auto& q) {
            text.references.emplace_back(q.getColumn(0).getString(), decompress(q.getColumn(1).getString()));
          },
          text.name);
    }
    return out;
  });
}

Result<std::vector<TextState>> Ledger::text_states(const std::string& text) {
  return guarded_store(kBooks, [&]() -> Result<std::vector<TextState>> {
    std::vector<TextState> out;
    impl_->each(
        "SELECT kind,words,pmid,state FROM text_known WHERE text=?",
        [&](auto& q) {
          out.push_back({q.getColumn(0).getString(), q.getColumn(1).getString(), q.getColumn(2).getUInt(),
                         q.getColumn(3).getString()});
        },
        text);
    return out;
  });
}

Result<void> Ledger::note_turns(const std::string& text, std::span<const TextState> states,
                                std::span<const TextTurn> turns) {
  return in_transaction(*impl_, [&]() -> Result<void> {
    keep_states(*impl_, text, states);
    for (const TextTurn& t : turns) {
      impl_->run(
          "INSERT INTO text_turn(text,kind,words,line,pmid,before,after,quote,seen,told) VALUES(?,?,?,?,?,?,?,?,?,'')",
          text, t.kind, t.words, static_cast<std::int64_t>(t.line), t.pmid, t.before, t.after, t.quote, t.seen);
    }
    return {};
  });
}

Result<std::vector<TextTurn>> Ledger::turns(const std::string& text) {
  return guarded_store(kBooks, [&]() -> Result<std::vector<TextTurn>> {
    std::vector<TextTurn> out;
    impl_->each(
        "SELECT id,kind,words,line,pmid,before,after,quote,seen,told FROM text_turn WHERE text=? ORDER BY id",
        [&](auto& q) {
          out.push_back({q.getColumn(0).getInt64(), text, q.getColumn(1).getString(), q.getColumn(2).getString(),
                         static_cast<std::uint64_t>(q.getColumn(3).getInt64()), q.getColumn(4).getUInt(),
                         q.getColumn(5).getString(), q.getColumn(6).getString(), q.getColumn(7).getString(),
                         q.getColumn(8).getString(), q.getColumn(9).getString()});
        },
        text);
    return out;
  });
}

Result<void> Ledger::tell(std::span<const TextTurn> turns, const std::string& now) {
  return in_transaction(*impl_, [&]() -> Result<void> {
    for (const TextTurn& t : turns) {
      impl_->run("UPDATE text_turn SET told=? WHERE id=? AND told=''", now, t.id);
    }
    return {};
  });
}

}  // namespace meridian::index
