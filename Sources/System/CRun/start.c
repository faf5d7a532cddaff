#define _GNU_SOURCE
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

// The signals that this program ignores for itself, and whether they were ignored before.
static const int ignored[] = {SIGPIPE, SIGXFSZ};
static int wasIgnored[2];

void casebook_note_signals(void) {
  for (int index = 0; index < 2; index++) {
    struct sigaction action;
    wasIgnored[index] = sigaction(ignored[index], NULL, &action) == 0 && action.sa_handler == SIG_IGN;
  }
}

extern char **environ;

_Noreturn void start_command(const struct casebook_job *job, struct command_ends ends, const sigset_t *mask) {
  for (int index = 0; index < 2; index++) {
    if (!wasIgnored[index]) signal(ignored[index], SIG_DFL);
  }
  for (int stream = 0; stream < 3; stream++) {
    if (ends.streams[stream] != stream) dup2(ends.streams[stream], stream);
  }
  if (job->environment) environ = (char **)job->environment;
  sigprocmask(SIG_SETMASK, mask, NULL);
  if (!job->folder || chdir(job->folder) == 0) execvp(job->arguments[0], job->arguments);
  int number = errno;
  ssize_t written = write(ends.report, &number, sizeof number);
  (void)written;
  _exit(number == ENOENT ? 127 : 126);
}

static void tell(int control, char kind, int value) {
  struct monitor_message message = {kind, value};
  while (write(control, &message, sizeof message) < 0 && errno == EINTR) continue;
}

// Waits for the command; returns 1 once it has ended.
static int look_after(pid_t command, int control) {
  int status;
  pid_t changed;
  while ((changed = waitpid(command, &status, WNOHANG | WUNTRACED)) > 0) {
    if (WIFSTOPPED(status)) {
      tell(control, 'S', WSTOPSIG(status));
    } else {
      tell(control, 'E', status);
      return 1;
    }
  }
  return changed < 0 && errno == ECHILD;
}

// This program was killed: the command goes, too, as it would with its terminal.
static _Noreturn void end_all(pid_t command, int outer, const struct termios *saved) {
  tcsetattr(outer, TCSANOW, saved);
  if (command > 0) {
    kill(-command, SIGHUP);
    kill(-command, SIGCONT);
    for (int wait = 0; wait < 50 && waitpid(command, NULL, WNOHANG) == 0; wait++) usleep(20000);
    kill(-command, SIGKILL);
  }
  _exit(0);
}

_Noreturn void monitor_command(
    const struct casebook_job *job, struct command_ends ends, const sigset_t *mask, int follower, int control,
    int isForeground, int outer, const struct termios *saved) {
  sigset_t all, children;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  setsid();
  ioctl(follower, TIOCSCTTY, 0);
  int changes = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
  signal(SIGCHLD, SIG_DFL);
  pid_t command = fork();
  if (command == 0) {
    setpgid(0, 0);
    // Allowed here because SIGTTOU is blocked.
    if (isForeground) tcsetpgrp(follower, getpid());
    start_command(job, ends, mask);
  }
  if (command > 0) setpgid(command, command);
  tell(control, 'P', command);
  close(ends.report);
  for (int stream = 0; stream < 3; stream++) {
    if (ends.streams[stream] != follower) close(ends.streams[stream]);
  }
  if (command < 0) tell(control, 'E', W_EXITCODE(126, 0));
  while (1) {
    struct pollfd polled[] = {{control, POLLIN, 0}, {changes, POLLIN, 0}};
    if (poll(polled, 2, -1) < 0) continue;
    if (polled[1].revents) {
      struct signalfd_siginfo information;
      while (read(changes, &information, sizeof information) > 0) continue;
      if (command > 0 && look_after(command, control)) {
        // The end of the output shows once nobody has the terminal open.
        close(follower);
        command = 0;
      }
    }
    if (!polled[0].revents) continue;
    struct monitor_message message;
    ssize_t count = read(control, &message, sizeof message);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) end_all(command, outer, saved);
    if (message.kind == 'D') _exit(0);
    if (command > 0) {
      tcsetpgrp(follower, message.kind == 'F' ? command : getpid());
      kill(-command, SIGCONT);
    }
  }
}
