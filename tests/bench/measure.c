/*
 * measure.c - runs a command N times and says what it cost: median CPU seconds, peak memory, wall seconds.
 *
 *     measure [-n RUNS] [-o FILE] -- COMMAND [ARGUMENT]...      ->   "0.071 0.043 0.028 38.2 0.075 0 9120"
 *
 * Prints CPU, user, system and wall seconds, peak resident MB, exit code and minor page faults of the run with the median CPU
 * time: CPU user system MB wall code faults. The command's own output goes to FILE (default /dev/null). This is a program of its
 * own, and a small one, because the kernel counts the caller's memory into a child's peak until the child executes something.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 1000 };

struct run {
    double user, system, wall, mb;
    int code;
    long faults;
};

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_cpu(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    double dx = x->user + x->system, dy = y->user + y->system;
    return (dx > dy) - (dx < dy);
}

static struct run run_once(char **argv, const char *output)
{
    double began = now();
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (fd >= 0 && dup2(fd, STDOUT_FILENO) >= 0 && dup2(fd, STDERR_FILENO) >= 0)
            (void)execvp(argv[0], argv);
        _exit(127);
    }
    struct rusage used = { 0 };
    int status = 0;
    while (pid > 0 && wait4(pid, &status, 0, &used) < 0 && errno == EINTR)
        ;
    return (struct run){
        .user = seconds(used.ru_utime),
        .system = seconds(used.ru_stime),
        .wall = now() - began,
        .mb = (double)used.ru_maxrss / 1024,
        .code = pid < 0 ? 127 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
        .faults = used.ru_minflt,
    };
}

int main(int argc, char **argv)
{
    const char *output = "/dev/null";
    long runs = 1;
    int option;
    while ((option = getopt(argc, argv, "+n:o:")) != -1) {
        if (option == 'n')
            runs = strtol(optarg, NULL, 10);
        else if (option == 'o')
            output = optarg;
        else
            return 2;
    }
    if (optind == argc || runs < 1 || runs > RUNS_MAX)
        return 2;
    static struct run all[RUNS_MAX];
    for (long i = 0; i < runs; i++)
        all[i] = run_once(argv + optind, output);
    qsort(all, (size_t)runs, sizeof *all, by_cpu);
    const struct run *m = &all[runs / 2];
    printf("%.4f %.4f %.4f %.1f %.4f %d %ld\n", m->user + m->system, m->user, m->system, m->mb, m->wall, m->code, m->faults);
    return 0;
}
