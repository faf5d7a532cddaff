#pragma once

#include <stddef.h>

// The files data/bridge/*.tsv as one Zstandard frame (RFC 8878) with a checksum, which script/embed writes; a line "# de"
// opens the file of a language.
//
// A line is the index term of an English word and, after a tab each, the words of the language that translate it, the likeliest
// first.
const unsigned char *casebook_bridge(void);
extern const size_t casebook_bridge_size;
