// What people add to the library: notes, tags, decisions of a review, and corrections of a reading.
#include "index/library_impl.hpp"

namespace meridian::index {

Result<std::uint64_t> Library::tag(std::span<const Pmid> pmids, const std::vector<std::string>& add,
                                   const std::vector<std::string>& remove) {
  return guarded([&]() -> Result<std::uint64_t> {
    return impl_->mark(pmids, [&] { return impl_->store->tag(pmids, add, remove); });
  });
}

Result<void> Library::note(Pmid pmid, const std::string& text) {
  return guarded([&]() -> Result<void> {
    return impl_->mark({&pmid, 1}, [&] { return impl_->store->note(pmid, text, impl_->now()); }).map([](auto) {});
  });
}

Result<std::uint64_t> Library::forget_notes(Pmid pmid) {
  return guarded([&]() -> Result<std::uint64_t> {
    return impl_->mark({&pmid, 1}, [&] { return impl_->store->forget_notes(pmid); });
  });
}

Result<void> Library::screen(std::span<const Pmid> pmids, const std::optional<Screening>& decision) {
  return guarded([&]() -> Result<void> {
    return impl_->mark(pmids, [&] { return impl_->store->screen(pmids, decision, impl_->now()); }).map([](auto) {});
  });
}

Result<void> Library::judge(const Judgement& judgement) {
  return guarded([&]() -> Result<void> {
    const std::lock_guard guard(impl_->mutex);
    if (auto may = impl_->may_write(); !may) {
      return may;
    }
    if (auto form = check_form(judgement); !form) {
      return form;
    }
    if (!impl_->store->holds(judgement.pmid)) {
      return fail(Fault::NotFound, fmt::format("PMID {} is not in the library", judgement.pmid));
    }
    Judgement dated = judgement;
    dated.made = dated.made.empty() ? impl_->now() : dated.made;
    impl_->store->judge(dated);
    impl_->follow();
    return {};
  });
}

Result<std::uint64_t> Library::take_back(Pmid pmid, const std::string& field) {
  return guarded([&]() -> Result<std::uint64_t> {
    const std::lock_guard guard(impl_->mutex);
    if (auto may = impl_->may_write(); !may) {
      return tl::unexpected(may.error());
    }
    const std::uint64_t count = impl_->store->take_back(pmid, field);
    impl_->follow();
    return count;
  });
}

Result<std::vector<Judgement>> Library::judgements() const {
  return guarded([&]() -> Result<std::vector<Judgement>> {
    const std::lock_guard guard(impl_->mutex);
    return impl_->store->judgements(0);
  });
}

}  // namespace meridian::index
