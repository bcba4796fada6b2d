/*
 * engine.h - plan and apply as the session runs them, for tests: a stack's text, a cloud, a log in a temporary folder.
 *
 *     struct deployment d;
 *     deployment_open(&d);                                      a folder, an identity, a cloud
 *     deployment_write(&d, "fake.net \"a\" { range = \"1\" }");
 *     CHECK_INT(deployment_apply(&d, NULL).exit_code, 0);       evaluate, plan, apply, in virtual time
 *     deployment_close(&d);
 *
 * deployment_judge compares cloud and log without asking the engine: the rows as the log has them, the objects as the cloud has them.
 */
#ifndef TESTS_CRASH_ENGINE_H
#define TESTS_CRASH_ENGINE_H

#include "engine/apply/apply.h"
#include "tests/crash/cloud.h"
#include "tests/crash/fake_provider.h"

struct deployment {
    char folder[80];
    struct cloud *cloud;
    struct identity identity;
    struct io *files;              /* the real door */
    const char *vfs;               /* of the log; NULL: the system's */
    void (*point)(void *context);  /* kill points; NULL: none */
    void *point_context;
    int64_t pause_ms;              /* between two engines: 500 */
    bool check_durable;
    struct config *config;         /* of the last deployment_write */
};

struct engine_options {
    bool destroy, stop_on_failure, accept_drift;
    int parallelism;
    const struct str *replaces;
    size_t replace_count;
    uint64_t resume_run;
    /* Called with the plan before it is applied; false: not applied. */
    bool (*look)(void *context, const struct plan *plan, struct state *state);
    void (*event)(void *context, struct loop *loop, const struct apply_event *event);
    void *context;
};

struct engine_result {
    bool ok;                       /* apply_run returned true */
    bool empty;                    /* there was nothing to do */
    int exit_code;
    uint32_t done, failed, skipped;
    struct err err;                /* when not ok; else of the first failed step */
    int64_t took_ms;               /* virtual */
};

void deployment_open(struct deployment *d);
void deployment_close(struct deployment *d);
void deployment_write(struct deployment *d, const char *stack);   /* ends the process when the stack is wrong */
struct engine_result deployment_apply(struct deployment *d, const struct engine_options *options);
bool deployment_plan_is_empty(struct deployment *d, char *ret_first, size_t room);

/* The log without an engine; closed with state_close. */
struct state *deployment_log(struct deployment *d, bool read_only);
void deployment_save(struct deployment *d);      /* log and cloud as they are now */
void deployment_restore(struct deployment *d);   /* back to them; without a save: to nothing */

struct verdict {
    int orphans, duplicates, missing, strangers_touched, open_intents, undurable;
};
struct verdict deployment_judge(struct deployment *d, char *ret_text, size_t room);
bool verdict_is_clean(const struct verdict *v);

#endif
