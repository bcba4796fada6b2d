/*
 * kill.h - an engine in a child process that dies at the Nth moment where its death could matter.
 *
 *     uint64_t points = kill_points(d, options);             how many there are, undisturbed
 *     kill_run(d, options, 17);                              dies at the 17th
 *     struct recovery r = recover(d, options);               another child: apply to the end, look, judge
 *
 * Moments, counted and not chosen: each request before and after its effect, and each write, sync and truncation of the log's files.
 * Between two of them nothing outside the process changes, so a death there is one of these.
 */
#ifndef TESTS_CRASH_KILL_H
#define TESTS_CRASH_KILL_H

#include "tests/crash/engine.h"

enum { KILL_NONE = 0 };

void kill_open(struct deployment *d);              /* once a deployment: its door and its log's VFS count */
uint64_t kill_points(struct deployment *d, const struct engine_options *options);
/* True: it died at `at`; false: it ended before. *ret (may be NULL): how it ended. */
bool kill_run(struct deployment *d, const struct engine_options *options, uint64_t at, struct engine_result *ret);

struct recovery {
    struct verdict verdict;
    int applies;             /* until one ended with exit 0: 2 when a delete that was called off turns out to have been done */
    bool no_plan;            /* planning found no order: nothing was applied */
    bool ended, empty;       /* exit 0; and the plan after it is empty */
    int64_t took_ms;         /* virtual time of the applies */
    char text[320];
};
struct recovery kill_recover(struct deployment *d, const struct engine_options *options);
bool recovery_is_clean(const struct recovery *r);

#endif
