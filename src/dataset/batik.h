#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "image/image.h"

namespace sempurna {

/// Five motifs of Javanese batik, the classes of the default picture data set, by their bytes:
/// ceplok, rosettes in a lattice; kawung, four ovals around a point; megamendung, rain clouds in
/// layers; parang, slanting rows of blades; truntum, scattered stars.
enum class Batik { Ceplok, Kawung, Megamendung, Parang, Truntum };

constexpr std::array<std::string_view, 5> kBatikNames = {"ceplok", "kawung", "megamendung",
                                                         "parang", "truntum"};

/// A picture of a cloth with this motif, 140 to 200 pixels a side, as a pure function of motif and
/// key: colours, scale, angle, slant, folds, light and grain are drawn anew for each, so neither
/// colours nor any one pixel tell the motif. Only additions, multiplications, divisions and square
/// roots are used, which every machine computes alike.
Image draw_batik(Batik motif, uint64_t key);

}  // namespace sempurna
