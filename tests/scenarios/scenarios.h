/*
 * scenarios.h - what the files of this program share: a stack that changes at random, a simulated AWS with faults, engines that are killed,
 * and what must hold after each of them. README.md says how to read and how to add.
 */
#ifndef TESTS_SCENARIOS_SCENARIOS_H
#define TESTS_SCENARIOS_SCENARIOS_H

#include "engine/session/session.h"
#include "engine/sim/sim.h"

/* ---- Randomness: splitmix64, one stream a purpose, so that one more draw here moves nothing there --------------------- */

struct dice {
    uint64_t at;
};
uint64_t dice_next(struct dice *d);
int dice_below(struct dice *d, int n);              /* 0 .. n-1 */
bool dice_percent(struct dice *d, int percent);

/* ---- stack.c: a random network, its text, and what it may become ------------------------------------------------------ */

enum { VPCS = 3, SUBNETS = 4, TABLES = 3, SECURITY = 3, RULES = 4, SPARES = 2 };

/* Every thing has a birth number for its name; `name` is raised by a move and `was` is the one before it (-1: not moved). */
struct thing {
    bool on, first;                                 /* first: create_before_destroy */
    int name, was, tag;
};
struct rule {
    struct thing t;
    bool egress;
    int port, peer, words;
};
struct security {
    struct thing t;
    bool own_rules, named;                          /* rules inside the group; a constant name */
    int words, title;
    struct rule rules[RULES];
};
struct subnet {
    struct thing t;
    int range, zone, table;                         /* table -1: not associated */
    bool public_ip;
};
struct table {
    struct thing t;
    bool own_routes, to_gateway, to_nat;
};
struct network {
    struct thing t, gateway, nat, s3, door;
    bool far;                                       /* in the second region */
    int octet, nat_subnet, fresh_range;
    bool hostnames;
    unsigned s3_tables;
    struct subnet subnets[SUBNETS];
    struct table tables[TABLES];
    struct security groups[SECURITY];
};
struct stack_model {
    struct network networks[VPCS];
    struct thing addresses[SPARES], keys[SPARES], notes[SPARES], password, word;
    int key_material[SPARES], key_title[SPARES], note_value[SPARES], length, default_tag, fresh_octet;
    bool secret_tag, outputs;
};
void stack_make(struct stack_model *m, struct dice *d, int size);     /* size 0 .. 3 */
void stack_change(struct stack_model *m, struct dice *d, int percent);
void stack_text(const struct stack_model *m, struct buf *out);        /* stack.lua */

#define NEAR_REGION "ap-northeast-2"
#define FAR_REGION "us-east-1"
#define ACCOUNT "123456789012"
#define SECRET_INPUT "pl4nted-s3cret-input"

/* ---- world.c: the simulated AWS of a scenario: what is foreign in it, what changes behind our back -------------------- */

struct foreign {
    struct str kind, scope, id;
    struct value data;
};
struct scenario {
    uint64_t seed;
    bool verbose, kills_writes;
    struct arena memory;
    char folder[64];
    struct sim_options options;
    struct sim_world *world;
    int64_t now_ms;
    VEC(struct foreign) foreign;
    VEC(struct str) drifted;
    struct buf trace;                               /* audits of worlds that were left by a killed engine */
    struct buf shown;                               /* everything that was shown to people: no secret may be in it */
    struct buf problems;                            /* empty: all is well */
    struct dice dice, faults;
    int fault_percent;                              /* of requests; 0: none */
    bool counting_faults;
    uint64_t requests, phase, twins;                /* twins: second objects of a uid, as judged last */
    struct str password;                            /* the generated one, as the state has it */
    /* What happened, for the summary. */
    uint64_t applies, kills, faults_given;
    bool delivered_twice;            /* a create of class G was: it may have twins until a later run has seen them */
    /* The engine that runs now. */
    struct session *session;
    struct io *door;
    struct state *reader;
    struct str durable_stack;
    VEC(struct str) open_tokens;
    struct arena session_memory;
};

void world_open(struct scenario *s);
void world_plant(struct scenario *s);               /* objects that are not ours; remembered with all that is there by itself */
int world_drift(struct scenario *s, struct dice *d); /* how many things were changed that a plan must show */
void world_wait(struct scenario *s, int64_t ms);
void problem(struct scenario *s, const char *format, ...) PRINTF_LIKE(2, 3);
bool world_is_foreign(const struct scenario *s, struct str kind, struct str scope, struct str id);
extern const char *const world_scopes[];            /* ended by NULL */

/* ---- judge.c: what must hold, by what the world and the log say ------------------------------------------------------- */

/* `done`: the apply ended with exit 0. Reads the log through scenario.reader. */
void judge(struct scenario *s, bool done);
void judge_emptiness(struct scenario *s);           /* after a destroy that ended with exit 0 */
void judge_foreign(struct scenario *s);
void judge_secrets(struct scenario *s);
bool judge_durable(struct scenario *s, struct str step); /* is an open intent of it in the log? */

/* ---- engine.c: evaluate, plan, apply as the command line does, in process or in a child that dies ---------------------- */

struct outcome {
    bool planned, ended;                            /* a plan was made; an apply returned */
    int code;
    bool empty;                                     /* the plan was, and no run is unfinished */
    struct err err;
};
void engine_open(void);                             /* once: the VFS that counts writes */
struct outcome engine_apply(struct scenario *s, bool destroy);
struct outcome engine_plan(struct scenario *s);     /* changes nothing */
/* In a child that dies at its `at`-th request (or write of the log); true: it did. */
bool engine_apply_killed(struct scenario *s, bool destroy, uint64_t at);
bool engine_reader(struct scenario *s);
void engine_moment(struct scenario *s);             /* called around each request */

#endif
