// What the C library of Swift does not offer: fork, handlers of signals that may run at any moment, and the command line.
#pragma once

#include <stdint.h>
#include <sys/types.h>

// As fork(). The child is killed when the process that started it ends, however that ends. -1: no child.
pid_t casebook_fork(void);

// Waits until a child has ended and returns its wait status; -1 where there is no such child. What would end this
// process meanwhile (SIGINT, SIGTERM, SIGHUP, SIGQUIT) is passed on to the child.
int casebook_await(pid_t child);

// Ends this process by a signal, as if nothing handled it.
void casebook_end_by_signal(int signal);

// Whether a signal says that the program itself failed: a trap, a bad address, an abort.
int casebook_is_crash(int signal);

// From now on a crash prints one line that names `verb` on standard error and ends the process with status 70, or 69
// where memory ran out.
void casebook_report_crashes(const char *verb);

// From now on a crash ends the process by its signal.
void casebook_let_crashes_end(void);

// Gives the calling thread a stack for the handler of crashes, so that an overflow of its own stack is told as well.
// Returns what casebook_free_signal_stack takes when the thread ends; NULL where there is no memory.
void *casebook_make_signal_stack(void);
void casebook_free_signal_stack(void *stack);

// A file in memory, for child processes; -1 where the system has none.
int casebook_memory_file(void);

// The words of the command line and their number. Swift reads them from /proc, which a bare chroot does not have.
char *const *casebook_words(int *count);
