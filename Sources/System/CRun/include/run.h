// Runs a command with its streams passed on, and keeps a copy of its output. It needs fork, sessions and terminals of its
// own, which the C library of Swift does not offer.
#pragma once

#include <stddef.h>
#include <stdint.h>

// What is kept of a stream until its line ends, so that lines of two streams do not mix.
struct casebook_partial_line {
  char *bytes;
  size_t count;
  int isJudged, isBinary;
};

// A copy of the output in a file without a name: its first bytes and its last ones. Byte N of the output is at N in the
// file, or, from `head` on, at head + (N - head) % tail.
struct casebook_spool {
  int file;       // -1: nothing is kept
  int error;      // the error number of a write that failed
  int64_t head, tail;
  int64_t count;  // how many bytes came
  struct casebook_partial_line partial[2];
};

// Makes the file in a folder. Where that fails, `file` is -1 and `error` says why.
void casebook_open_spool(struct casebook_spool *spool, const char *folder, int64_t head, int64_t tail);
void casebook_keep(struct casebook_spool *spool, int stream, const char *bytes, size_t count);
// Writes the lines that did not end.
void casebook_finish_spool(struct casebook_spool *spool);
void casebook_close_spool(struct casebook_spool *spool);

struct casebook_job {
  char *const *arguments;    // the last one is NULL
  char *const *environment;  // NULL: that of this process
  const char *folder;        // NULL: that of this process
  int streams[3];            // what the command would have got as its standard streams
};

struct casebook_job_end {
  int status;         // as a shell says it: 128 + n for signal n, 127 not found, 126 not executable
  int error;          // the error number where the command did not start; else 0
  int writeError[2];  // the error number with which standard output or error could not be written; else 0
};

// Call at the start of the program, before it ignores signals: a command gets them as the program got them.
void casebook_note_signals(void);

// Runs a command to its end.
void casebook_run(const struct casebook_job *job, struct casebook_spool *spool, struct casebook_job_end *end);
