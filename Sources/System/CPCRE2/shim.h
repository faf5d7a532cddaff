// Bytes, as UTF-8 has them; the library has other widths, which are other functions.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
