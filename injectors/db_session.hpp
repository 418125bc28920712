// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "injectors/injector.hpp"

// Sessions that a PostgreSQL server keeps by itself for a time, and how they are told and ended.
namespace gameday {

/// A node of a database with all that is known of it.
struct DatabaseSite {
  const Database* database = nullptr;
  const DatabaseNode* node = nullptr;
  const Host* host = nullptr;
};

/// The node on `host`. Errors: bad_input, where the database has none there.
[[nodiscard]] Result<DatabaseSite> find_site(const FaultScope& scope, const Database& database,
                                             const std::string& host);

/// "gameday_1a2b3c4d_lag", at most as long as PostgreSQL keeps it.
[[nodiscard]] std::string application_of(const FaultScope& scope);

/// What the sessions are to do; see SqlHold.
struct HeldSessions {
  std::string application;
  std::string script;
  std::string holds;
  int sessions = 1;
  bool within_free = false;
};
[[nodiscard]] Action hold_sessions(const DatabaseSite& site, const HeldSessions& held);

/// Asks for one cell, in words; where nothing listens on the node any more the answer is "gone".
[[nodiscard]] Action look_at_sessions(const DatabaseSite& site, const std::string& statement);

/// Ends every session of that application name, over the control path; fine where there is none.
[[nodiscard]] Action end_sessions(const DatabaseSite& site, const std::string& application);

/// The same as an expression, of $1, for a statement that does more.
[[nodiscard]] std::string count_ended();

/// One statement on the node, over the control path.
[[nodiscard]] Action ask_node(const DatabaseSite& site, std::string statement,
                              std::vector<Arg> params = {});

/// An SQL literal; a name, quoted, with its schema if it has one ("public.orders").
[[nodiscard]] std::string quote_text(const std::string& text);
[[nodiscard]] std::string quote_name(const std::string& name);

/// Whole seconds for pg_sleep, at least one.
[[nodiscard]] std::int64_t seconds_up(Duration time);

}  // namespace gameday
