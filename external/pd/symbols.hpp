// What a Pd may have or not, or in another shape: looked for when granvae~ is loaded.
#pragma once

#include <m_pd.h>

namespace granvae::pd {

// By the name that Pd gives it in C; null where this Pd has none. A Pd of several instances, as
// plug-ins host it, has functions where others have data; so granvae~ imports functions alone.
void* find_symbol(const char* name);

}  // namespace granvae::pd
