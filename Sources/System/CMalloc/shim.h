#include <malloc.h>

// A short process gains nothing from handing memory back and asking for it again a moment later: without this, a search
// moves the end of its heap some twenty times.
static inline void casebook_keep_memory(void) {
  mallopt(M_TOP_PAD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 26);
}
