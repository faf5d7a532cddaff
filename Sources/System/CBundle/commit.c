#include "bundle.h"

#include <stddef.h>

const char *casebook_commit(void) {
#ifdef CASEBOOK_COMMIT
  return CASEBOOK_COMMIT;
#else
  return NULL;
#endif
}
