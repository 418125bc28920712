// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gameday {

/// A visitor made of lambdas, one for each alternative of a variant.
template <class... Lambdas>
struct Overloaded : Lambdas... {
  using Lambdas::operator()...;
};
template <class... Lambdas>
Overloaded(Lambdas...) -> Overloaded<Lambdas...>;

}  // namespace gameday
