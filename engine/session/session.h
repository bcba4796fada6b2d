/*
 * session.h - opens a deployment and wires the rooms; every command starts here.
 *
 *     struct session *s;
 *     TRY(session_open(&options, &s, &diags, err));        identity, state, (evaluated) config
 *     TRY(session_plan(s, &plan_options, &plan, err));
 *     session_close(s);
 */
#ifndef ENGINE_SESSION_SESSION_H
#define ENGINE_SESSION_SESSION_H

#include "engine/apply/apply.h"

struct session;

enum session_need {
    SESSION_CONFIG = 1,       /* evaluate the stack */
    SESSION_STATE = 2,        /* open the log (empty when missing) */
    SESSION_IDENTITY = 4,     /* must exist; without it a missing one is fine */
    SESSION_CREATE = 8,       /* may create the identity (plan, apply, state init) */
    SESSION_LOOKUPS = 16,     /* may ask providers for lookups; without: pins only */
    SESSION_WRITE = 32,       /* opens the log for writing, creating it when it is missing */
};

struct session_options {
    const char *stack_dir;                /* NULL: current folder */
    const char *env;                      /* NULL: default */
    const struct lang_var *vars;
    size_t var_count;
    const char *const *var_files;
    size_t var_file_count;
    const char *state_url;                /* --state; NULL: the stack's, else local */
    bool simulated;                       /* --sim */
    uint32_t needs;                       /* session_need */
    const char *update_lookups;           /* NULL: no; "": all; else one name */
    const struct registry *registry;
    struct io *io;                        /* the real door; with --sim the session puts the simulated world's in front */
    const char *(*getenv)(void *context, const char *name);
    void *getenv_context;
    const struct plan_file *from_file;    /* evaluate this bundle instead of the disk */
    /* Makes the simulated clouds' door (cli wires engine/sim and providers' faces); used when simulated. */
    struct io *(*sim_door)(void *context, struct io *real, const char *world_path, struct err *err);
    void (*sim_close)(void *context, struct io *door);   /* saves the world */
    void *sim_context;
    void (*print)(void *context, struct pos at, struct str line);
    void *print_context;
};

/* False: err, or findings about the stack in diags (then err->code is ERR_INVALID and its message counts them). */
bool session_open(const struct session_options *options, struct session **ret, struct diags *diags, struct err *err) MUST_USE;
void session_close(struct session *session);

struct config *session_config(struct session *session);
struct state *session_state(struct session *session);
const struct identity *session_identity(struct session *session);
struct net *session_net(struct session *session);
struct io *session_io(struct session *session);
const char *session_root(struct session *session);    /* the stack's folder */

/* Options that plan and apply share. */
struct session_plan_options {
    enum plan_refresh refresh;
    bool destroy, accept_missing;
    const struct str *targets, *excludes, *replaces, *allows;
    size_t target_count, exclude_count, replace_count, allow_count;
};
bool session_plan(struct session *session, const struct session_plan_options *options, struct plan **ret, struct err *err) MUST_USE;
bool session_save_plan(struct session *session, const struct plan *plan, const char *path, struct err *err) MUST_USE;

/*
 * May this plan run under an approval that was given for `digest` (at least 32 hex digits)? Yes when it is that plan, or when it is what is
 * left of the unfinished run that carried it: every acting entry was approved then, or settles an approved address. *ret_run: the run it
 * resumes, 0 for a plan of its own. ERR_STALE when not, ERR_INVALID when `digest` is none.
 */
bool session_check_approval(struct session *session, const struct plan *plan, struct str digest, uint64_t *ret_run, struct err *err) MUST_USE;

struct session_apply_options {
    bool stop_on_failure, accept_drift;
    int parallelism;
    int64_t lock_wait_ms;
    uint64_t resume_run;
    const char *command;
    void (*event)(void *context, const struct apply_event *event);
    void *event_context;
};
/*
 * Takes the lock, checks the plan's read set against the log under the fence (ERR_STALE), records lookups' pins, runs it. The first
 * apply that used a lookup pins it.
 */
bool session_apply(struct session *session, struct plan *plan, const struct session_apply_options *options,
                   struct apply_result *ret, struct err *err) MUST_USE;

#endif
