// SPDX-License-Identifier: Apache-2.0
#include "runbooks/checklist.hpp"

#include <algorithm>

namespace gameday {
namespace {

bool took_too_long(const ChecklistItem& item, Instant until) {
  return until - item.started > item.within;
}

}  // namespace

Checklist::Checklist(const std::vector<StepSpec>& steps) {
  for (const StepSpec& step : steps) {
    ChecklistItem item;
    item.step = step.name;
    item.owner = step.owner;
    item.within = step.within;
    m_items.push_back(std::move(item));
  }
}

std::optional<std::string> Checklist::next() const {
  for (const ChecklistItem& item : m_items) {
    if (item.progress == Progress::pending) return item.step;
    if (item.progress == Progress::running || item.progress == Progress::failed) break;
  }
  return std::nullopt;
}

const ChecklistItem* Checklist::running() const {
  const auto found = std::ranges::find(m_items, Progress::running, &ChecklistItem::progress);
  return found == m_items.end() ? nullptr : &*found;
}

bool Checklist::late(std::string_view step, Instant now) const {
  const ChecklistItem* item = find(step);
  if (item == nullptr || item->progress == Progress::pending) return false;
  const bool ongoing = item->progress == Progress::running || item->progress == Progress::failed;
  return took_too_long(*item, ongoing ? now : item->ended);
}

bool Checklist::over() const {
  return std::ranges::all_of(m_items, [](const ChecklistItem& item) {
    return item.progress == Progress::done || item.progress == Progress::skipped;
  });
}

bool Checklist::start(std::string_view step, Instant at) {
  if (next() != step) return false;
  ChecklistItem* item = find(step);
  item->progress = Progress::running;
  item->started = at;
  return true;
}

bool Checklist::finish(std::string_view step, Instant at, std::string by) {
  ChecklistItem* item = find(step);
  if (item == nullptr || item->progress != Progress::running) return false;
  item->progress = Progress::done;
  item->ended = at;
  item->by = std::move(by);
  return true;
}

bool Checklist::give_up(std::string_view step, Instant at, std::string why) {
  ChecklistItem* item = find(step);
  if (item == nullptr || item->progress != Progress::running) return false;
  item->progress = Progress::failed;
  item->ended = at;
  item->note = std::move(why);
  return true;
}

bool Checklist::skip(std::string_view step, Instant at, std::string by, std::string why) {
  ChecklistItem* item = find(step);
  if (item == nullptr) return false;
  if (item->progress == Progress::done || item->progress == Progress::skipped) return false;
  if (item->progress == Progress::pending) item->started = at;
  item->progress = Progress::skipped;
  item->ended = at;
  item->by = std::move(by);
  item->note = std::move(why);
  return true;
}

const ChecklistItem* Checklist::find(std::string_view step) const {
  const auto found = std::ranges::find(m_items, step, &ChecklistItem::step);
  return found == m_items.end() ? nullptr : &*found;
}

ChecklistItem* Checklist::find(std::string_view step) {
  const auto found = std::ranges::find(m_items, step, &ChecklistItem::step);
  return found == m_items.end() ? nullptr : &*found;
}

Verdict judge(const ChecklistItem& item) {
  switch (item.progress) {
    case Progress::pending: return Verdict::not_applicable;
    case Progress::running: return Verdict::unknown;
    case Progress::failed: return Verdict::missed;
    case Progress::skipped: return item.note.empty() ? Verdict::missed : Verdict::unknown;
    case Progress::done: break;
  }
  return took_too_long(item, item.ended) ? Verdict::missed : Verdict::met;
}

}  // namespace gameday
