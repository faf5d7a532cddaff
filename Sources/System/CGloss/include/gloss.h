#pragma once

#include <stddef.h>

// The files data/gloss/*.tsv as one Zstandard frame (RFC 8878) with a checksum, which script/embed writes; a line "# de"
// opens the file of a language.
//
// A line is some English and, after a tab each, the phrases that mean it, in lower case. "x" is a word that means nothing
// to the rules. In a phrase, "*" stands for any ending or beginning of a word, or for any word, and "^" for the beginning of
// the text. The line of "=" has pairs of characters: one, and the usual form of it.
const unsigned char *casebook_gloss(void);
extern const size_t casebook_gloss_size;
