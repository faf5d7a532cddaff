// Shared by the parts of this module.
#pragma once

#include "run.h"

#include <signal.h>
#include <sys/types.h>
#include <termios.h>

// The ends of the streams that a command gets, and where to say why it did not start.
struct command_ends {
  int streams[3];
  int report;
};

// In a child process: becomes the command. `mask` is the signal mask that it gets.
_Noreturn void start_command(const struct casebook_job *job, struct command_ends ends, const sigset_t *mask);

// What the monitor and the relay tell each other.
struct monitor_message {
  char kind;  // to the monitor: F, B, D; from it: P, S, E
  int value;
};

// Runs the command in a session of its own, on the terminal `follower`. The session needs a process that leads it and
// stays: only then can Ctrl-Z stop the command. `outer` is the terminal to restore where this program is killed.
_Noreturn void monitor_command(
    const struct casebook_job *job, struct command_ends ends, const sigset_t *mask, int follower, int control,
    int isForeground, int outer, const struct termios *saved);
