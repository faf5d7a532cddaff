#include <sqlite3.h>

// Swift cannot import SQLITE_TRANSIENT, which casts -1 to a function pointer. A null pointer would bind NULL, so
// what is empty needs an address.
static inline int casebook_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, text ? text : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}
static inline int casebook_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

// The full-text function matches(TABLE): for each phrase of the query one byte, whose bit n is set where the phrase
// stands in column n. bm25() has worked out the same places, so asking for both costs little more than one.
static inline void casebook_matches(const Fts5ExtensionApi *api, Fts5Context *row, sqlite3_context *context,
                                    int count, sqlite3_value **arguments) {
  (void)count;
  (void)arguments;
  int phrases = api->xPhraseCount(row);
  unsigned char *columns = sqlite3_malloc(phrases + 1);
  if (!columns) {
    sqlite3_result_error_nomem(context);
    return;
  }
  for (int phrase = 0; phrase < phrases; phrase++) columns[phrase] = 0;
  int places = 0;
  int code = api->xInstCount(row, &places);
  for (int place = 0; code == SQLITE_OK && place < places; place++) {
    int phrase, column, offset;
    code = api->xInst(row, place, &phrase, &column, &offset);
    if (code == SQLITE_OK && column < 8) columns[phrase] |= 1 << column;
  }
  if (code == SQLITE_OK) {
    sqlite3_result_blob(context, columns, phrases, sqlite3_free);
  } else {
    sqlite3_free(columns);
    sqlite3_result_error_code(context, code);
  }
}

static inline int casebook_register_matches(sqlite3 *database) {
  fts5_api *api = 0;
  sqlite3_stmt *statement = 0;
  int code = sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, 0);
  if (code != SQLITE_OK) return code;
  sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", 0);
  sqlite3_step(statement);
  code = sqlite3_finalize(statement);
  if (code != SQLITE_OK) return code;
  if (!api) return SQLITE_ERROR;
  return api->xCreateFunction(api, "matches", 0, casebook_matches, 0);
}
