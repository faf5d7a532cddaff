#include "bundle.h"

// #embed is of C23. The build notices when one of the files changes, as it does for an #include.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char articles[] = {
#embed "../../../data/bundle/articles.zst"
};
const unsigned char *casebook_articles(void) { return articles; }
const size_t casebook_articles_size = sizeof articles;

static const unsigned char prepared[] = {
#embed "../../../data/bundle/prepared.zst"
};
const unsigned char *casebook_prepared(void) { return prepared; }
const size_t casebook_prepared_size = sizeof prepared;
