/*
 * fixture.h - a folder of its own, a door with a fixed clock and counted randomness, an identity, and tiny makers of records.
 */
#ifndef TESTS_UNIT_STATE_FIXTURE_H
#define TESTS_UNIT_STATE_FIXTURE_H

#include "state/identity.h"
#include "state/state.h"
#include "tests/unit/test.h"

extern struct io io;            /* real files; time and randomness are the fixture's */
extern struct arena arena;
extern struct identity me;      /* stack "prod", env "default" */
extern struct identity_options identity_options;  /* as `me` was made: HOME is the folder */
extern char folder[64];

int fixture_setup(void **state);    /* per test: a fresh folder, identity, clock and randomness */
int fixture_done(void **state);

struct fixture_env {
    const char *passphrase, *home, *config;
};
extern struct fixture_env env_now;

extern const char *vfs_name;        /* NULL: SQLite's own; fault_open's */

const char *in_folder(const char *name);
const char *log_path(void);
struct state *open_log(void);       /* creates, opens for writing; asserts */
struct state *open_writing(void);   /* and holds the lock */
struct state *read_log(void);       /* read-only */
void append(struct state *s, struct record *records, size_t count);
void append_one(struct state *s, struct record r);

struct object object_of(const char *uid, const char *address);
struct intent intent_of(const char *uid, const char *address);
struct value secret_text(const char *s);
/* Runs SQL on the log as a stranger would. */
void tamper(const char *sql);
struct str file_bytes(const char *path);
void put_file(const char *path, struct str bytes, unsigned mode);
/* Every kind of record once, in three batches: 17 records. */
void fill(struct state *s);
bool file_holds(const char *path, const char *text);

#endif
