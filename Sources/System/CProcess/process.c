#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t casebook_fork(void) {
  pid_t parent = getpid();
  // Where it is ignored, which a program inherits, the system keeps no status for the parent.
  signal(SIGCHLD, SIG_DFL);
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have ended before that.
    if (getppid() != parent) _exit(70);
  }
  return child;
}

static volatile pid_t awaited;

static void pass_on(int signal) {
  int number = errno;
  if (awaited > 0) kill(awaited, signal);
  errno = number;
}

static const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ENDINGS = sizeof endings / sizeof endings[0] };

int casebook_await(pid_t child) {
  struct sigaction before[ENDINGS];
  awaited = child;
  for (int index = 0; index < ENDINGS; index++) {
    struct sigaction action = {.sa_handler = pass_on};
    sigaction(endings[index], NULL, &before[index]);
    // What nohup or a shell ignores stays ignored, here and in the child.
    if (before[index].sa_handler != SIG_IGN) sigaction(endings[index], &action, NULL);
  }
  int status = 0;
  pid_t ended;
  do ended = waitpid(child, &status, 0);
  while (ended < 0 && errno == EINTR);
  awaited = 0;
  for (int index = 0; index < ENDINGS; index++) sigaction(endings[index], &before[index], NULL);
  return ended < 0 ? -1 : status;
}

void casebook_end_by_signal(int number) {
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  signal(number, SIG_DFL);
  sigprocmask(SIG_UNBLOCK, &only, NULL);
  kill(getpid(), number);
}

static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS};
enum { CRASHES = sizeof crashes / sizeof crashes[0] };

int casebook_is_crash(int signal) {
  for (int index = 0; index < CRASHES; index++) {
    if (crashes[index] == signal) return 1;
  }
  return 0;
}

static char running[32];

// Without memory the runtime aborts, and nothing else tells that from another abort.
static int is_out_of_memory(int signal) {
  if (signal != SIGABRT) return 0;
  size_t size = 1 << 20;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory != MAP_FAILED) munmap(memory, size);
  return memory == MAP_FAILED;
}

// Calls only system calls: the crash may have come in the middle of malloc.
static void report_crash(int signal) {
  static int reports;
  // Another thread is at it, and ends the process.
  while (__atomic_exchange_n(&reports, 1, __ATOMIC_SEQ_CST)) pause();
  int isMemory = is_out_of_memory(signal);
  char number[] = {(char)('0' + signal / 10 % 10), (char)('0' + signal % 10), 0};
  const char *parts[] = {
      "casebook: ", isMemory ? "out of memory" : "internal error (signal ",
      isMemory ? "" : signal < 10 ? number + 1 : number, isMemory ? "" : ")", " while running ", running,
      isMemory ? "; raise the limit (ulimit -v), or close other programs\n" : "; please report it with the input\n"};
  char line[200];
  size_t length = 0;
  for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++) {
    for (const char *next = parts[part]; *next && length < sizeof line; next++) line[length++] = *next;
  }
  ssize_t ignored = write(STDERR_FILENO, line, length);
  (void)ignored;
  _exit(isMemory ? 69 : 70);
}

static void handle_crashes(void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  for (int index = 0; index < CRASHES; index++) sigaction(crashes[index], &action, NULL);
}

void casebook_report_crashes(const char *verb) {
  if (!running[0]) casebook_make_signal_stack();
  snprintf(running, sizeof running, "%s", verb);
  handle_crashes(report_crash, SA_ONSTACK);
}

void casebook_let_crashes_end(void) { handle_crashes(SIG_DFL, 0); }

enum { STACK = 1 << 15 };

void *casebook_make_signal_stack(void) {
  void *memory = malloc(STACK);
  stack_t stack = {.ss_sp = memory, .ss_size = STACK};
  if (!memory || sigaltstack(&stack, NULL) == 0) return memory;
  free(memory);
  return NULL;
}

void casebook_free_signal_stack(void *memory) {
  if (!memory) return;
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  free(memory);
}

int casebook_memory_file(void) { return memfd_create("casebook", MFD_CLOEXEC); }

static int word_count;
static char *const *words;

// The C library hands constructors what it hands main.
__attribute__((constructor)) static void keep_words(int count, char **values) {
  word_count = count;
  words = values;
}

char *const *casebook_words(int *count) {
  *count = word_count;
  return words;
}
