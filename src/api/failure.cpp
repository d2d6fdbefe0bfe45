#include "api/failure.h"

#include <algorithm>

#include "access/authenticate.h"
#include "http/message.h"

namespace sempurna {

namespace {

Trouble trouble_of(Code code) {
  switch (code) {
    case Code::InvalidArgument:
      return Trouble::WrongRequest;
    case Code::ResourceLimit:
    case Code::Unavailable:
    case Code::Denied:  // to us, by the system: whoever asked is denied by an AccessError
      return Trouble::NotNow;
    default:
      // What is not there or is there already is so in our own files: of what requests name, there
      // are access and store faults.
      return Trouble::OurMistake;
  }
}

Fault fault_of(const std::exception& thrown) {
  if (const auto* access = dynamic_cast<const AccessError*>(&thrown)) return access->fault();
  if (const auto* store = dynamic_cast<const StoreError*>(&thrown)) return store->fault();
  if (const auto* http = dynamic_cast<const HttpError*>(&thrown)) {
    return http->status() == 413 ? Trouble::TooLarge : Trouble::BrokenBody;
  }
  if (const auto* error = dynamic_cast<const Error*>(&thrown)) return trouble_of(error->code());
  return Trouble::OurMistake;
}

// The same in general, of a fault for which a dialect has no words.
Trouble general(const Fault& fault, const std::exception& thrown) {
  if (const auto* trouble = std::get_if<Trouble>(&fault)) return *trouble;
  if (std::holds_alternative<AccessFault>(fault)) return Trouble::WrongRequest;
  switch (dynamic_cast<const Error&>(thrown).code()) {
    case Code::ResourceLimit:
      return Trouble::NotNow;
    case Code::DataCorrupt:
    case Code::Denied:  // WrongKey
    case Code::Internal:
      return Trouble::OurMistake;
    default:
      return Trouble::WrongRequest;
  }
}

const ErrorRow* find_row(std::span<const ErrorRow> table, const Fault& fault) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const ErrorRow& row) { return row.fault == fault; });
  return found == table.end() ? nullptr : &*found;
}

const ErrorRow& row_of(std::span<const ErrorRow> table, Trouble trouble) {
  const ErrorRow* row = find_row(table, trouble);
  ensure(row != nullptr, "an error table has a row for each Trouble");
  return *row;
}

}  // namespace

Failure classify(const std::exception& thrown, std::span<const ErrorRow> table) {
  if (const auto* own = dynamic_cast<const ServiceError*>(&thrown)) {
    return {{}, own->code_name(), own->status(), own->what(), own->details};
  }
  const Fault fault = fault_of(thrown);
  const ErrorRow* row = find_row(table, fault);
  if (row == nullptr) row = &row_of(table, general(fault, thrown));
  Failure failure{fault, std::string(row->code), row->status, thrown.what(), {}};
  if (row->code == row_of(table, Trouble::OurMistake).code) {
    failure.is_ours = true;
    failure.message = "The server failed; its log says why";
  } else if (row->code == row_of(table, Trouble::NotNow).code) {
    failure.is_ours = true;
    failure.message = fault == Fault(StoreFault::DiskFull)
                          ? "The server's disk is full; free some space and try again"
                          : "The server cannot do this now; its log says why";
  }
  if (const auto* wrong = dynamic_cast<const WrongRegion*>(&thrown)) {
    failure.details.emplace_back("Region", wrong->expected);
  }
  return failure;
}

}  // namespace sempurna
