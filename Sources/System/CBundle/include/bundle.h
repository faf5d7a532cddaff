#pragma once

#include <stddef.h>

// The files of data/bundle, which script/embed writes. Each is one Zstandard frame (RFC 8878) with a checksum.

// The bundled articles: a line for each (area, path, size in bytes, between tabs), an empty line, then their texts.
const unsigned char *casebook_articles(void);
extern const size_t casebook_articles_size;

// What an ingest of these articles stores, as an SQLite database.
const unsigned char *casebook_prepared(void);
extern const size_t casebook_prepared_size;

// The commit that the program was built from; NULL where script/build does not know it.
const char *casebook_commit(void);
