#define _GNU_SOURCE
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 1 << 16 };

void casebook_open_spool(struct casebook_spool *spool, const char *folder, int64_t head, int64_t tail) {
  *spool = (struct casebook_spool){.head = head, .tail = tail};
  spool->file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (spool->file < 0) {
    // A file system without files that have no name.
    char path[4096];
    if (snprintf(path, sizeof path, "%s/casebook-XXXXXX", folder) < (int)sizeof path) {
      spool->file = mkostemp(path, O_CLOEXEC);
      if (spool->file >= 0) unlink(path);
    }
  }
  if (spool->file < 0) spool->error = errno;
  for (int stream = 0; stream < 2; stream++) spool->partial[stream].bytes = malloc(LINE);
}

void casebook_close_spool(struct casebook_spool *spool) {
  if (spool->file >= 0) close(spool->file);
  spool->file = -1;
  for (int stream = 0; stream < 2; stream++) {
    free(spool->partial[stream].bytes);
    spool->partial[stream].bytes = NULL;
  }
}

static void put(struct casebook_spool *spool, const char *bytes, size_t count) {
  while (count > 0 && !spool->error) {
    int64_t place = spool->count, room = spool->head - place;
    if (room <= 0) {
      int64_t offset = (place - spool->head) % spool->tail;
      place = spool->head + offset;
      room = spool->tail - offset;
    }
    ssize_t written = pwrite(spool->file, bytes, (int64_t)count < room ? count : (size_t)room, place);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      spool->error = written < 0 ? errno : ENOSPC;
      return;
    }
    spool->count += written;
    bytes += written;
    count -= (size_t)written;
  }
}

void casebook_keep(struct casebook_spool *spool, int stream, const char *bytes, size_t count) {
  struct casebook_partial_line *partial = &spool->partial[stream];
  if (spool->file < 0 || spool->error || !partial->bytes || count == 0) return;
  if (!partial->isJudged) {
    partial->isJudged = 1;
    partial->isBinary = memchr(bytes, 0, count) != NULL;
  }
  if (partial->isBinary) return;
  const char *end = memrchr(bytes, '\n', count);
  if (end) {
    put(spool, partial->bytes, partial->count);
    partial->count = 0;
    put(spool, bytes, (size_t)(end + 1 - bytes));
    count -= (size_t)(end + 1 - bytes);
    bytes = end + 1;
  }
  if (partial->count + count > LINE) {
    put(spool, partial->bytes, partial->count);
    partial->count = 0;
    put(spool, bytes, count);
    return;
  }
  memcpy(partial->bytes + partial->count, bytes, count);
  partial->count += count;
}

void casebook_finish_spool(struct casebook_spool *spool) {
  for (int stream = 0; stream < 2; stream++) {
    struct casebook_partial_line *partial = &spool->partial[stream];
    if (spool->file < 0 || partial->count == 0) continue;
    put(spool, partial->bytes, partial->count);
    put(spool, "\n", 1);
    partial->count = 0;
  }
}
