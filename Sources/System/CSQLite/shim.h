#include <sqlite3.h>

// Swift cannot import SQLITE_TRANSIENT, which casts -1 to a function pointer. A null pointer would bind NULL, so
// what is empty needs an address.
static inline int casebook_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, text ? text : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}
static inline int casebook_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}
