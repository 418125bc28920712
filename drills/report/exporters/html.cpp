// SPDX-License-Identifier: Apache-2.0
// The report as one page: the verdict first, objectives with their error, the timeline to scale,
// then the evidence. It fetches nothing and runs nothing, so that it can be kept and mailed.
#include <kainjow/mustache.hpp>

#include <fmt/format.h>

#include <utility>

#include "drills/report/chart/error_bar.hpp"
#include "drills/report/chart/timeline.hpp"
#include "drills/report/exporters.hpp"
#include "drills/report/html/page.hpp"
#include "drills/report/html/view.hpp"
#include "drills/report/words.hpp"
#include "drills/report/xml.hpp"

namespace gameday {
namespace {

namespace mustache = kainjow::mustache;
using mustache::data;

constexpr int k_wide = 1080;
constexpr int k_narrow = 420;

data list_of_texts(const std::vector<std::string>& items) {
  data list{data::type::list};
  for (const std::string& item : items) list << data{"text", item};
  return list;
}

/// The colour of the page; what may still be in force is never calm.
std::string tone(const Scorecard& card) {
  constexpr int k_in_force = 3;
  if (card.exit_status == k_in_force || card.exit_status == 70) return "missed";
  if (card.aborted && card.verdict != Verdict::missed) return "unknown";
  return std::string{to_string(card.verdict)};
}

/// A tick, a cross, or a question: the verdict without any colour.
std::string seal(const std::string& tone) {
  if (tone == "met") return "M19 33l9 9l18-20";
  if (tone == "missed") return "M22 22l20 20M42 22l-20 20";
  return "M24 25a8 8 0 1 1 12 8q-4 2-4 6M32 47v.1";
}

data objective_data(const Scorecard& card, const ObjectiveScore& score, std::size_t number) {
  data object{data::type::object};
  object["title"] = words::title(score);
  object["verdict"] = std::string{to_string(score.verdict)};
  object["measured"] = words::measured(score);
  object["target"] = words::target(score);
  if (!score.subject.empty()) object["subject"] = score.subject;
  object["bar"] = draw_error_bar(score, fmt::format("bar-{}", number));
  object["reasons"] = list_of_texts(words::own_reasons(card, score.reasons));
  if (const std::string counts = words::counts(score); !counts.empty()) object["counts"] = counts;
  return object;
}

data table_data(const view::Table& table) {
  data object{data::type::object};
  object["id"] = table.id;
  object["title"] = table.title;
  if (!table.note.empty()) object["note"] = table.note;
  object["heads"] = list_of_texts(table.heads);
  data rows{data::type::list};
  for (const auto& row : table.rows) {
    data cells{data::type::list};
    for (std::size_t column = 0; column < row.size(); ++column) {
      data cell{data::type::object};
      cell["label"] = table.heads[column];
      cell["text"] = row[column].text;
      // Always set: an empty one must hide an outer value of that name.
      cell["class"] = row[column].style.empty() ? data{false} : data{row[column].style};
      cells << cell;
    }
    rows << data{"cells", cells};
  }
  object["rows"] = std::move(rows);
  return object;
}

data page_data(const Scorecard& card, const Record& record) {
  data page{data::type::object};
  page["style"] = std::string{page_style()};
  page["outcome"] = words::outcome(card);
  page["tone"] = tone(card);
  page["seal"] = seal(tone(card));
  page["title"] = card.title.empty() ? card.drill : card.title;
  page["headline"] = words::headline(card);
  page["summary"] = list_of_texts(words::summary(card));
  data facts{data::type::list};
  for (const auto& [name, value] : view::facts(card)) {
    if (value.empty()) continue;
    data fact{data::type::object};
    fact["name"] = name;
    fact["value"] = value;
    facts << fact;
  }
  page["facts"] = std::move(facts);
  data objectives{data::type::list};
  std::size_t number = 0;
  for (const ObjectiveScore& score : card.objectives) {
    objectives << objective_data(card, score, ++number);
  }
  page["objectives"] = std::move(objectives);
  page["timeline_wide"] = draw_timeline(card, record, k_wide, "wide");
  page["timeline_narrow"] = draw_timeline(card, record, k_narrow, "narrow");
  data tables{data::type::list};
  for (const view::Table& table : view::tables(card)) tables << table_data(table);
  page["tables"] = std::move(tables);
  data lists{data::type::list};
  for (const view::List& list : view::lists(card)) {
    data object{data::type::object};
    object["id"] = list.id;
    object["title"] = list.title;
    object["items"] = list_of_texts(list.items);
    lists << object;
  }
  page["lists"] = std::move(lists);
  page["run"] = card.run;
  page["version"] = card.version;
  page["rules"] = std::to_string(k_rules_version);
  return page;
}

std::string write(const Scorecard& card, const Record& record) {
  mustache::mustache page{std::string{page_template()}};
  page.set_custom_escape([](const std::string& text) { return xml_escaped(text); });
  return page.render(page_data(card, record));
}

}  // namespace

const Exporter k_exporter_html{"html", "one page, with the timeline drawn to scale", "html", write};

}  // namespace gameday
