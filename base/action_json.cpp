// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/action.hpp"
#include "base/arg_json.hpp"
#include "base/json_reader.hpp"
#include "base/overloaded.hpp"

// The form of an action in journals and plans: {"host", "deadline_ms", "<kind>": {...}}.
namespace gameday {
namespace {

Json write(const Exec& exec) {
  Json written{{"argv", to_json(exec.argv)}, {"stdin", to_json(exec.stdin_text)}};
  if (exec.anew) written["anew"] = true;
  return written;
}

Json write(const Http& http) {
  Json headers = Json::array();
  for (const auto& [name, value] : http.headers) {
    headers.push_back(Json{{"name", name}, {"value", to_json(value)}});
  }
  return {{"method", http.method},
          {"url", http.url},
          {"headers", std::move(headers)},
          {"body", to_json(http.body)}};
}

Json write(const Sql& sql) {
  return {{"database", sql.database},
          {"node", sql.node},
          {"statement", sql.statement},
          {"params", to_json(sql.params)}};
}

Json write(const Netfilter& netfilter) { return {{"transactions", netfilter.transactions}}; }

Json write(const FileWrite& file) {
  return {{"path", file.path},
          {"content", file.content ? to_json(*file.content) : Json{}},
          {"mode", file.mode}};
}

Json write(const Signal& signal) {
  return {{"pid", signal.pid}, {"start_time", signal.start_time}, {"number", signal.number}};
}

Json write(const Exchange& exchange) {
  Json lines = Json::array();
  for (const Text& line : exchange.lines) lines.push_back(to_json(line));
  return {{"socket", exchange.socket_path}, {"lines", std::move(lines)}};
}

std::string_view kind_of(const Action& action) {
  return std::visit(
      Overloaded{[](const Exec&) { return "exec"; }, [](const Http&) { return "http"; },
                 [](const Sql&) { return "sql"; }, [](const Netfilter&) { return "netfilter"; },
                 [](const FileWrite&) { return "file"; }, [](const Signal&) { return "signal"; },
                 [](const Exchange&) { return "exchange"; }},
      action.what);
}

Text read_text(JsonReader& json, std::string_view name) {
  return json.take(text_from_json(json.member(name)));
}

Result<Exec> read_exec(const Json& json) {
  JsonReader reader{json, "a command"};
  Exec exec;
  exec.argv = read_text(reader, "argv");
  exec.stdin_text = read_text(reader, "stdin");
  exec.anew = reader.has("anew") && reader.boolean("anew");
  return reader.finish(std::move(exec));
}

Result<Http> read_http(const Json& json) {
  JsonReader reader{json, "an HTTP request"};
  Http http;
  http.method = reader.text("method");
  http.url = reader.text("url");
  for (const Json* header : reader.list("headers")) {
    JsonReader pair{*header, "a header"};
    std::string name = pair.text("name");
    Arg value = pair.take(arg_from_json(pair.member("value")));
    http.headers.push_back(reader.take(pair.finish(std::pair{std::move(name), std::move(value)})));
  }
  http.body = read_text(reader, "body");
  return reader.finish(std::move(http));
}

Result<Sql> read_sql(const Json& json) {
  JsonReader reader{json, "an SQL statement"};
  Sql sql;
  sql.database = reader.text("database");
  sql.node = reader.text("node");
  sql.statement = reader.text("statement");
  sql.params = read_text(reader, "params");
  return reader.finish(std::move(sql));
}

Result<Netfilter> read_netfilter(const Json& json) {
  JsonReader reader{json, "nft commands"};
  return reader.finish(Netfilter{reader.texts("transactions")});
}

Result<FileWrite> read_file(const Json& json) {
  JsonReader reader{json, "a file to write"};
  FileWrite file;
  file.path = reader.text("path");
  if (reader.has("content")) file.content = read_text(reader, "content");
  file.mode = reader.text("mode");
  return reader.finish(std::move(file));
}

Result<Signal> read_signal(const Json& json) {
  JsonReader reader{json, "a signal"};
  Signal signal;
  signal.pid = reader.integer("pid");
  signal.start_time = reader.natural("start_time");
  signal.number = static_cast<int>(reader.integer("number", 0, 64));
  return reader.finish(signal);
}

Result<Exchange> read_exchange(const Json& json) {
  JsonReader reader{json, "an exchange"};
  Exchange exchange;
  exchange.socket_path = reader.text("socket");
  for (const Json* line : reader.list("lines")) {
    exchange.lines.push_back(reader.take(text_from_json(*line)));
  }
  return reader.finish(std::move(exchange));
}

}  // namespace

Json to_json(const Action& action) {
  Json json{{"host", action.host.name}, {"deadline_ms", action.deadline.count()}};
  json[std::string{kind_of(action)}] =
      std::visit([](const auto& what) { return write(what); }, action.what);
  return json;
}

Result<Action> action_from_json(const Json& json) {
  JsonReader reader{json, "an action"};
  Action action;
  action.host.name = reader.text("host");
  action.deadline = std::chrono::milliseconds{reader.integer("deadline_ms", 0, INT32_MAX)};
  if (reader.has("exec")) {
    action.what = reader.take(read_exec(reader.member("exec")));
  } else if (reader.has("http")) {
    action.what = reader.take(read_http(reader.member("http")));
  } else if (reader.has("sql")) {
    action.what = reader.take(read_sql(reader.member("sql")));
  } else if (reader.has("netfilter")) {
    action.what = reader.take(read_netfilter(reader.member("netfilter")));
  } else if (reader.has("file")) {
    action.what = reader.take(read_file(reader.member("file")));
  } else if (reader.has("signal")) {
    action.what = reader.take(read_signal(reader.member("signal")));
  } else if (reader.has("exchange")) {
    action.what = reader.take(read_exchange(reader.member("exchange")));
  } else {
    reader.wrong("it does not say what to do");
  }
  return reader.finish(std::move(action));
}

}  // namespace gameday
