#define _GNU_SOURCE
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// What one stream of the command writes, on its way to where it would have gone.
struct output {
  int source, target;
  int stream;      // 0: output, 1: error
  int isTerminal;  // the source is the leading end of a terminal
  size_t start, end;
  char bytes[1 << 16];
};

struct relay {
  const struct casebook_job *job;
  struct casebook_spool *spool;
  struct casebook_job_end *end;
  struct output outputs[2];
  int count;        // of outputs
  int leader;       // of the terminal that the command has; -1 without one
  int isSession;    // the terminal is the command's own; its input is passed on
  int isRaw;        // the terminal of this process is
  int isForeground;
  struct termios saved;
  int control;      // to the monitor
  pid_t command, monitor;
  int hasEnded, status;
  size_t typedStart, typedEnd;
  char typed[4096];
};

static int64_t milliseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int are_same(int one, int other) {
  struct stat a, b;
  return fstat(one, &a) == 0 && fstat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static void set_nonblocking(int file) { fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK); }

// MARK: Terminals

static void copy_size(struct relay *relay, int outer) {
  struct winsize size;
  if (relay->leader >= 0 && ioctl(outer, TIOCGWINSZ, &size) == 0) ioctl(relay->leader, TIOCSWINSZ, &size);
}

// Opens a terminal that looks like `outer`; returns the end for the command, or -1.
static int open_terminal(struct relay *relay, int outer) {
  int leader = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  char name[128];
  if (leader < 0) return -1;
  int follower = -1;
  if (grantpt(leader) == 0 && unlockpt(leader) == 0 && ptsname_r(leader, name, sizeof name) == 0) {
    follower = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  }
  if (follower < 0) {
    close(leader);
    return -1;
  }
  struct termios settings;
  if (tcgetattr(outer, &settings) == 0) {
    // The outer terminal still makes its changes to the output where it is not raw.
    if (!relay->isSession) settings.c_oflag &= ~(tcflag_t)OPOST;
    tcsetattr(follower, TCSANOW, &settings);
  }
  relay->leader = leader;
  copy_size(relay, outer);
  set_nonblocking(leader);
  return follower;
}

static int is_foreground(int terminal) {
  pid_t group = tcgetpgrp(terminal);
  // On a terminal that does not control this session there is no background.
  return group < 0 || group == getpgrp();
}

static void set_raw(struct relay *relay) {
  if (relay->isRaw || tcgetattr(relay->job->streams[0], &relay->saved) != 0) return;
  struct termios raw = relay->saved;
  cfmakeraw(&raw);
  relay->isRaw = tcsetattr(relay->job->streams[0], TCSADRAIN, &raw) == 0;
}

static void restore(struct relay *relay) {
  if (!relay->isRaw) return;
  while (tcsetattr(relay->job->streams[0], TCSADRAIN, &relay->saved) != 0 && errno == EINTR) continue;
  relay->isRaw = 0;
}

static void tell(struct relay *relay, char kind) {
  struct monitor_message message = {kind, 0};
  while (send(relay->control, &message, sizeof message, MSG_NOSIGNAL) < 0 && errno == EINTR) continue;
}

// Goes on in the foreground or in the background, as the shell decided.
static void resume(struct relay *relay) {
  relay->isForeground = is_foreground(relay->job->streams[0]);
  if (relay->isForeground) set_raw(relay);
  copy_size(relay, relay->job->streams[0]);
  tell(relay, relay->isForeground ? 'F' : 'B');
}

// The command was stopped: so is this job, with the terminal as the shell wants it.
static void stop(struct relay *relay, int number) {
  // It wanted the terminal in the background, but the job is in the foreground meanwhile.
  int isRequest = number == SIGTTIN || number == SIGTTOU;
  if (!isRequest || relay->isForeground || !is_foreground(relay->job->streams[0])) {
    restore(relay);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    sigset_t before;
    pthread_sigmask(SIG_UNBLOCK, &only, &before);
    kill(number == SIGSTOP ? getpid() : 0, number);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
  resume(relay);
}

// MARK: Passing on

// Reads what the command wrote. Returns whether anything came.
static int pull(struct relay *relay, struct output *output) {
  if (output->source < 0 || output->start < output->end) return 0;
  ssize_t count = read(output->source, output->bytes, sizeof output->bytes);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
  if (count <= 0) {
    // A terminal's leading end is still needed for the input and its size.
    if (!output->isTerminal) close(output->source);
    output->source = -1;
    return 0;
  }
  casebook_keep(relay->spool, output->stream, output->bytes, (size_t)count);
  output->start = 0;
  output->end = output->target < 0 ? 0 : (size_t)count;
  return 1;
}

static void push(struct relay *relay, struct output *output) {
  while (output->start < output->end) {
    struct pollfd polled = {output->target, POLLOUT, 0};
    if (poll(&polled, 1, 0) <= 0) return;
    // A pipe with room takes this much without blocking, and then the other stream goes on.
    size_t most = output->end - output->start < 4096 ? output->end - output->start : 4096;
    ssize_t count = write(output->target, output->bytes + output->start, most);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (count < 0) {
      relay->end->writeError[output->stream] = errno;
      output->target = -1;
      output->start = output->end = 0;
      // The command's next write fails as it would have.
      if (!output->isTerminal) {
        close(output->source);
        output->source = -1;
      }
      return;
    }
    output->start += (size_t)count;
  }
}

static void pass_input(struct relay *relay, int isReadable) {
  if (isReadable && relay->typedStart == relay->typedEnd) {
    ssize_t count = read(relay->job->streams[0], relay->typed, sizeof relay->typed);
    if (count < 0 && errno == EIO && !is_foreground(relay->job->streams[0])) {
      relay->isForeground = 0;
    } else if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) {
      // The terminal is gone.
      relay->isForeground = 0;
    } else if (count > 0) {
      relay->typedStart = 0;
      relay->typedEnd = (size_t)count;
    }
  }
  while (relay->typedStart < relay->typedEnd) {
    ssize_t count = write(relay->leader, relay->typed + relay->typedStart, relay->typedEnd - relay->typedStart);
    if (count < 0 && errno != EINTR) {
      if (errno != EAGAIN) relay->typedStart = relay->typedEnd;
      return;
    }
    if (count > 0) relay->typedStart += (size_t)count;
  }
}

static const int passed[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
enum { PASSED = sizeof passed / sizeof passed[0] };

// Returns 1 where the rest of the output is not to be waited for.
static int take_signals(struct relay *relay, int signals) {
  struct signalfd_siginfo information;
  int isEnd = 0;
  while (read(signals, &information, sizeof information) == sizeof information) {
    int number = (int)information.ssi_signo;
    if (number == SIGWINCH) {
      int terminal = relay->isSession ? relay->job->streams[0] : relay->outputs[0].target;
      copy_size(relay, relay->isSession || relay->outputs[0].isTerminal ? terminal : relay->outputs[1].target);
      // It may have asked for the size before it was copied.
      if (!relay->isSession && relay->leader >= 0 && relay->command > 0) kill(relay->command, SIGWINCH);
    } else if (number == SIGCONT) {
      resume(relay);
    } else if (relay->hasEnded) {
      isEnd = 1;
    } else if (relay->command > 0) {
      // What the terminal sent went to the whole job.
      if (relay->isSession) kill(-relay->command, number);
      else if (information.ssi_code != SI_KERNEL) kill(relay->command, number);
    }
  }
  return isEnd;
}

static void take_messages(struct relay *relay) {
  struct monitor_message message;
  ssize_t count = recv(relay->control, &message, sizeof message, MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) {
    if (!relay->hasEnded) relay->status = W_EXITCODE(0, SIGKILL);
    relay->hasEnded = 1;
    close(relay->control);
    relay->control = -1;
  } else if (message.kind == 'P') {
    relay->command = message.value;
  } else if (message.kind == 'S') {
    stop(relay, message.value);
  } else {
    relay->hasEnded = 1;
    relay->status = message.value;
  }
}

// How long to wait for output of processes that the command left behind: since the last of it, and in all.
enum { QUIET = 200, LONGEST = 2000, NO_PIDFD = 20 };

static void pass_on(struct relay *relay, int signals, int ended) {
  int64_t since = 0, last = 0;
  while (1) {
    struct pollfd polled[6];
    int count = 0, isOpen = 0, isPending = 0;
    int input = -1, control = -1, exit = -1;
    polled[count++] = (struct pollfd){signals, POLLIN, 0};
    for (int index = 0; index < relay->count; index++) {
      struct output *output = &relay->outputs[index];
      if (output->start < output->end) {
        polled[count++] = (struct pollfd){output->target, POLLOUT, 0};
        isPending = 1;
      } else if (output->source >= 0) {
        polled[count++] = (struct pollfd){output->source, POLLIN, 0};
        isOpen = 1;
      }
    }
    if (relay->hasEnded) {
      if (!isPending && !isOpen) return;
      if (!isPending && (milliseconds() - last >= QUIET || milliseconds() - since >= LONGEST)) return;
    }
    if (relay->isSession && relay->isForeground && !relay->hasEnded) {
      input = count;
      int isFull = relay->typedStart < relay->typedEnd;
      polled[count++] =
          (struct pollfd){isFull ? relay->leader : relay->job->streams[0], isFull ? POLLOUT : POLLIN, 0};
    }
    if (relay->control >= 0) {
      control = count;
      polled[count++] = (struct pollfd){relay->control, POLLIN, 0};
    }
    if (ended >= 0 && !relay->hasEnded) {
      exit = count;
      polled[count++] = (struct pollfd){ended, POLLIN, 0};
    }
    int isBlind = !relay->isSession && ended < 0 && !relay->hasEnded;
    poll(polled, (nfds_t)count, relay->hasEnded && !isPending ? QUIET : isBlind ? NO_PIDFD : -1);
    if (take_signals(relay, signals) && relay->hasEnded) return;
    for (int index = 0; index < relay->count; index++) {
      push(relay, &relay->outputs[index]);
      if (pull(relay, &relay->outputs[index])) last = milliseconds();
      push(relay, &relay->outputs[index]);
    }
    int hadEnded = relay->hasEnded;
    if (input >= 0 && polled[input].revents) {
      pass_input(relay, polled[input].fd != relay->leader);
    }
    if (control >= 0 && polled[control].revents) take_messages(relay);
    if (!relay->isSession && !relay->hasEnded && (isBlind || (exit >= 0 && polled[exit].revents))) {
      relay->hasEnded = waitpid(relay->command, &relay->status, WNOHANG) != 0;
    }
    if (relay->hasEnded && !hadEnded) since = last = milliseconds();
  }
}

// MARK: Starting

// Makes the ends of the streams for the command. Streams that go to one place share one end, which keeps their order.
static int make_ends(struct relay *relay, struct command_ends *ends, int *follower) {
  const int *streams = relay->job->streams;
  ends->streams[0] = streams[0];
  if (relay->isSession) {
    *follower = ends->streams[0] = open_terminal(relay, streams[0]);
    if (*follower < 0) return -1;
  }
  for (int stream = 1; stream < 3; stream++) {
    int isTerminal = isatty(streams[stream]);
    if (stream == 2 && are_same(streams[1], streams[2])) {
      ends->streams[2] = ends->streams[1];
      continue;
    }
    struct output *output = &relay->outputs[relay->count];
    if (isTerminal && relay->leader >= 0 && relay->isSession) {
      ends->streams[stream] = *follower;
      if (stream == 2 && isatty(streams[1])) continue;
      output->source = relay->leader;
    } else if (isTerminal && relay->leader < 0) {
      ends->streams[stream] = *follower = open_terminal(relay, streams[stream]);
      if (*follower < 0) return -1;
      output->source = relay->leader;
    } else if (isTerminal) {
      // Another terminal than standard output's: what is written there goes to it, and is not kept.
      ends->streams[stream] = streams[stream];
      continue;
    } else {
      int pipe[2];
      if (pipe2(pipe, O_CLOEXEC) != 0) return -1;
      set_nonblocking(pipe[0]);
      output->source = pipe[0];
      ends->streams[stream] = pipe[1];
    }
    output->target = streams[stream];
    output->stream = stream - 1;
    output->isTerminal = isTerminal;
    relay->count++;
  }
  return 0;
}

static void close_ends(struct relay *relay, struct command_ends ends) {
  for (int stream = 0; stream < 3; stream++) {
    int end = ends.streams[stream], isOwn = 0;
    for (int other = 0; other < 3; other++) isOwn |= end == relay->job->streams[other];
    for (int other = 0; other < stream; other++) isOwn |= end == ends.streams[other];
    if (!isOwn) close(end);
  }
  close(ends.report);
}

static pid_t start_here(const struct casebook_job *job, struct command_ends ends, const sigset_t *mask) {
  pid_t parent = getpid(), child = fork();
  if (child != 0) return child;
  // Nobody is left to read what it writes.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(126);
  start_command(job, ends, mask);
}

static pid_t start_session(struct relay *relay, struct command_ends ends, const sigset_t *mask, int follower) {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) return -1;
  int outer = relay->job->streams[0];
  relay->isForeground = is_foreground(outer);
  if (tcgetattr(outer, &relay->saved) != 0) return -1;
  if (relay->isForeground) set_raw(relay);
  pid_t child = fork();
  if (child == 0) {
    close(sockets[0]);
    close(relay->leader);
    for (int index = 0; index < relay->count; index++) {
      if (!relay->outputs[index].isTerminal) close(relay->outputs[index].source);
    }
    // Where it has pipes, their other ends see no end before this process is gone.
    for (int stream = 1; stream < 3; stream++) {
      if (!isatty(relay->job->streams[stream])) close(relay->job->streams[stream]);
    }
    monitor_command(
        relay->job, ends, mask, follower, sockets[1], relay->isForeground, outer, &relay->saved);
  }
  close(sockets[1]);
  relay->control = sockets[0];
  return child;
}

static int shell_status(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void casebook_run(const struct casebook_job *job, struct casebook_spool *spool, struct casebook_job_end *end) {
  *end = (struct casebook_job_end){.status = 126};
  struct relay *relay = calloc(1, sizeof *relay);
  struct command_ends ends = {.report = -1};
  int report[2], follower = -1;
  if (!relay || pipe2(report, O_CLOEXEC) != 0) {
    end->error = errno;
    free(relay);
    return;
  }
  relay->job = job;
  relay->spool = spool;
  relay->end = end;
  relay->leader = relay->control = -1;
  // Without a terminal for the output, the command can have that of the input as it is.
  relay->isSession = isatty(job->streams[0]) && (isatty(job->streams[1]) || isatty(job->streams[2]));
  ends.report = report[1];

  sigset_t blocked, before;
  sigemptyset(&blocked);
  for (int index = 0; index < PASSED; index++) sigaddset(&blocked, passed[index]);
  sigaddset(&blocked, SIGWINCH);
  if (relay->isSession) {
    sigaddset(&blocked, SIGCONT);
    sigaddset(&blocked, SIGTSTP);
  }
  int signals = signalfd(-1, &blocked, SFD_CLOEXEC | SFD_NONBLOCK);
  if (relay->isSession) {
    // In the background, reading fails instead of stopping this process.
    sigaddset(&blocked, SIGTTIN);
    sigaddset(&blocked, SIGTTOU);
  }
  pthread_sigmask(SIG_BLOCK, &blocked, &before);

  pid_t child = -1;
  if (make_ends(relay, &ends, &follower) == 0) {
    child = relay->isSession ? start_session(relay, ends, &before, follower) : start_here(job, ends, &before);
  }
  if (child < 0) end->error = errno ? errno : EAGAIN;
  close_ends(relay, ends);
  if (child > 0) {
    int ended = -1;
    if (relay->isSession) {
      relay->monitor = child;
    } else {
      relay->command = child;
      ended = (int)syscall(SYS_pidfd_open, child, 0);
    }
    pass_on(relay, signals, ended);
    if (ended >= 0) close(ended);
    end->status = shell_status(relay->status);
    int number = 0;
    set_nonblocking(report[0]);
    if (read(report[0], &number, sizeof number) == sizeof number) end->error = number;
  }
  restore(relay);
  if (relay->monitor > 0) {
    if (relay->control >= 0) tell(relay, 'D');
    while (waitpid(relay->monitor, NULL, 0) < 0 && errno == EINTR) continue;
  }
  for (int index = 0; index < relay->count; index++) {
    if (relay->outputs[index].source >= 0 && !relay->outputs[index].isTerminal) {
      close(relay->outputs[index].source);
    }
  }
  if (relay->leader >= 0) close(relay->leader);
  if (relay->control >= 0) close(relay->control);
  close(signals);
  close(report[0]);
  casebook_finish_spool(spool);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  free(relay);
}
