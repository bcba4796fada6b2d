/*
 * fixture.h - planning without Lua and without a cloud: a configuration from makers, rows in a real log, a world in a table.
 *
 *     row("t_net.a", "net-1", map("cidr", text("10.0.0.0/16"), NULL));      a row, and its object in the world
 *     declare("t_net.a", map("cidr", text("10.1.0.0/16"), NULL));
 *     CHECK_PLAN("create t_net.a | delete t_net.a");                        acting entries, in the order of the plan
 */
#ifndef TESTS_UNIT_ENGINE_PLAN_FIXTURE_H
#define TESTS_UNIT_ENGINE_PLAN_FIXTURE_H

#include "engine/net/fake_io.h"
#include "engine/plan/plan_internal.h"
#include "tests/unit/test.h"

extern struct arena arena;
extern struct io *io;
extern struct config *config;
extern struct plan_input input;
extern struct plan *plan;           /* of the last plan_now */
extern struct state *state;
extern struct identity me;
extern char folder[64];

int fixture_setup(void **unused);
int fixture_done(void **unused);

/* Values. */
#define map(...) value_map_of(&arena, __VA_ARGS__)
#define text(s) value_cstr(s)
struct value ref(const char *address, const char *path);
struct value secret(const char *s);

/* Configuration. */
struct config_resource *declare(const char *address, struct value args);
void declare_output(const char *name, struct value v, bool sensitive);
void depends(const char *address, const char *on);
void move(const char *from, const char *to);              /* to NULL: removed, destroyed; "forget": removed, left alone */
void import(const char *to, const char *id);
void forget_configuration(void);

/* What is recorded and what exists. */
struct thing {
    const struct resource_type *type;
    struct str id, uid;             /* uid empty: no mark of ours */
    struct str mark_stack;
    struct value attrs;             /* as decode gives them, "id" included */
    enum health health;
    bool hidden;                    /* not there (any more) */
    int64_t seen_from_ms;           /* lag: reads do not show it before */
};
struct thing *thing(const char *type, const char *id, const char *uid, struct value attrs);
struct thing *thing_of(const char *id);
/* A row whose uid is "u-<id>", and the thing it stands for. */
struct object row_of(const char *address, const char *id, struct value applied);
void row(const char *address, const char *id, struct value applied);
void row_depends(const char *address, const char *id, struct value applied, const char *uid);
void put_row(struct object o);
struct intent intent_of(enum intent_kind kind, const char *address, const char *uid, struct value planned);
void put_intent(struct intent i);

/* The world's moods. */
extern int reads;                   /* requests so far */
extern enum err_code read_fails;    /* ERR_NONE: it answers */
extern const char *read_fails_for;  /* only this type; NULL: all */
extern enum err_code open_fails;
extern const char *provider_key;

void plan_now(void);                /* asserts that it works */
void plan_fails_(enum err_code code, const char *part, const char *file, int line);
#define PLAN_FAILS(code, part) plan_fails_(code, part, __FILE__, __LINE__)
void check_plan_(const char *want, const char *file, int line);
#define CHECK_PLAN(want) check_plan_(want, __FILE__, __LINE__)
struct change *change_of(enum change_action action, const char *address);
/* Must the first have ended before the second starts? */
bool runs_before(enum change_action a, const char *a_address, enum change_action b, const char *b_address);
/* "path before -> after" of each differing attribute, separated by "; ". */
void check_attrs_(const struct change *c, const char *want, const char *file, int line);
#define CHECK_ATTRS(c, want) check_attrs_(c, want, __FILE__, __LINE__)
bool has_cause(const struct change *c, enum cause_kind kind);

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_done)

#endif
