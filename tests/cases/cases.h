/*
 * cases.h - planner scenarios as text: what the files of tests/cases/ have in common.
 *
 *     struct scenario c = { .path = "replace_cascades.case" };
 *     TRY(scenario_read(&c, err));               sections -> texts
 *     TRY(scenario_play(&c, &out, err));         the plan (or the refusal) as text, by the real lang, session, state and plan
 *     scenario_done(&c);
 *
 * The format is described in README.md. Only the cloud is made up: provider types keep their real tables, but reading asks the case.
 */
#ifndef TESTS_CASES_CASES_H
#define TESTS_CASES_CASES_H

#include "engine/session/session.h"

enum { SECTIONS_MAX = 24 };

struct section {
    struct str name;          /* "stack", "plan" … */
    struct str argument;      /* "@file lib/net.lua": what stands behind the name */
    struct str text;          /* lines between this header and the next */
};

struct scenario {
    struct arena arena;
    const char *path;
    struct str text, title;   /* whole file; first line's comment */
    struct section sections[SECTIONS_MAX];
    size_t section_count;
};

bool scenario_read(struct scenario *c, struct err *err) MUST_USE;                       /* case_file.c */
const struct section *scenario_find(const struct scenario *c, const char *name);       /* NULL: it has none */
struct str scenario_with(struct scenario *c, const char *name, struct str text);       /* the file with that section's text replaced */
void scenario_done(struct scenario *c);

/* One thing that exists in the case's cloud. */
struct seen {
    const struct resource_type *type;
    struct str id, address, mark_uid, mark_stack, key;
    struct value attrs;
    enum health health;
    struct str reason;
    bool gone;                /* in the state only */
};

/* A lookup's answer of today, a type that cannot be read, an account that cannot be reached. */
struct cloud_word {
    struct str name;
    struct value answer;
};

/* case_cloud.c: provider types whose tables are the real ones, and whose reads answer from a case. One case at a time. */
struct cloud {
    struct arena *arena;
    VEC(struct seen) objects;
    VEC(struct cloud_word) lookups, unreadable, unreachable;
    struct str account;
};
extern struct cloud cloud;
const struct registry *cloud_registry(void);
struct str cloud_key(const struct provider_type *type);    /* "aws/aws/123456789012/us-east-1" */

/* lab.c: types for rules that no built type shows yet (data at risk, derived names, …). */
extern const struct provider_type lab_provider;

/* case_state.c: @state, @live, @intents, @outputs, @pins -> rows in a real log, and the cloud as it is. */
struct case_option {
    struct str name, value;   /* "--target", "aws_vpc.main" */
};
struct seeding {
    struct scenario *c;
    struct io *io;
    const struct identity *identity;
    struct state *state;
    const struct config *config;  /* of the stack, for keys of lookups; may be NULL */
};
bool seed(struct seeding *s, struct err *err) MUST_USE;
/* Cuts the next word off a line: words end at white space outside quotes and brackets. False: no more. */
bool next_word(struct str *rest, struct str *ret);
struct value read_value(struct arena *arena, const struct attr *attr, struct str text);

/* case_play.c */
bool scenario_play(struct scenario *c, struct buf *out, struct err *err) MUST_USE;

/* case_show.c: the compact, stable text of a plan; of the order of its steps; of its critical path. */
void show_plan(struct buf *out, const struct plan *plan);
void show_order(struct buf *out, const struct plan *plan);
void show_path(struct buf *out, const struct plan *plan);

#endif
