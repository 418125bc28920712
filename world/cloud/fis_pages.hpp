// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "world/cloud/aws_client.hpp"
#include "world/cloud/fis.hpp"
#include "world/cloud/sigv4.hpp"

namespace gameday {

/// All items of a list of FIS ("/experiments"), by nextToken; 100 pages at most. Errors: of the
/// client and of `read`; failed where the list is longer.
template <class T>
[[nodiscard]] Result<std::vector<T>> list_fis(const AwsClient& client, const std::string& path,
                                              Result<FisPage<T>> (*read)(const Json&)) {
  constexpr int k_most_pages = 100;
  std::vector<T> all;
  std::string next;
  for (int page = 0; page < k_most_pages; ++page) {
    const std::string more = next.empty() ? "" : "&nextToken=" + uri_encode(next);
    const auto answer = client.json({"fis", "GET", path + "?maxResults=100" + more});
    if (!answer) return tl::unexpected(answer.error());
    auto items = read(*answer);
    if (!items) return tl::unexpected(items.error());
    std::move(items->items.begin(), items->items.end(), std::back_inserter(all));
    next = std::move(items->next);
    if (next.empty()) return all;
  }
  return fail(ErrorKind::failed, "list " + path, client.place().region,
              "the list is longer than 100 pages");
}

}  // namespace gameday
