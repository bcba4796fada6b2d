/*
 * state.h - an opened deployment's log and its materialised view.
 *
 *     TRY(state_open(&options, &state, err));
 *     TRY(state_objects(state, arena, &objects, &count, err));
 *     TRY(state_begin_writing(state, wait_ms, err));         the fence: lock, epoch
 *     TRY(state_append(state, records, n, &first, err));     one durable batch (group commit)
 *     state_close(state);
 *
 * The log is the truth; tables object, intent, pin, output and run are its view, changed in the same transaction. One authoritative
 * log per deployment: a local SQLite file (WAL, synchronous=FULL, file lock), mode 0600, never through a symlink, never on a network
 * file system. Remote logs come with a later issue behind the four verbs of backend.h.
 */
#ifndef STATE_STATE_H
#define STATE_STATE_H

#include "engine/base/io.h"
#include "state/identity.h"
#include "state/record.h"

struct state;

struct state_options {
    struct io *io;
    const char *path;                  /* of state.db */
    const struct identity *identity;   /* NULL: read without keys (state verify) */
    bool create;                       /* make it when missing; else a missing file reads as an empty deployment */
    bool read_only;
};

/* ERR_FORMAT (damaged: says what and at which serial), ERR_NEWER (names the version to get), ERR_CONFLICT (another deployment's), ERR_IO
 * (symlink, world-readable, network file system), ERR_LOCKED never: reading needs no lock. */
bool state_open(const struct state_options *options, struct state **ret, struct err *err) MUST_USE;
void state_close(struct state *state);
uint64_t state_serial(const struct state *state);       /* of the newest record; 0: empty */

/* Takes the lock and an epoch. ERR_LOCKED names the holder (who, where, pid, since). Dies with the process. */
bool state_begin_writing(struct state *state, int64_t wait_ms, struct err *err) MUST_USE;
void state_end_writing(struct state *state);
bool state_is_writing(const struct state *state);

/* Appends one batch: durable when it returns, with serials first, first+1, …; all or nothing. Sensitive leaves of bodies are sealed. */
bool state_append(struct state *state, struct record *records, size_t count, struct err *err) MUST_USE;

/* The view. Everything returned lives in `arena`. */
bool state_objects(struct state *state, struct arena *arena, struct object **ret, size_t *ret_count, struct err *err) MUST_USE;
bool state_intents(struct state *state, struct arena *arena, struct intent **ret, size_t *ret_count, struct err *err) MUST_USE;
bool state_pins(struct state *state, struct arena *arena, struct pin **ret, size_t *ret_count, struct err *err) MUST_USE;
bool state_outputs(struct state *state, struct arena *arena, struct value *ret_map, struct err *err) MUST_USE;
bool state_runs(struct state *state, struct arena *arena, struct run **ret, size_t *ret_count, struct err *err) MUST_USE;
/* The serial an address stood at, 0 when it has no current object. */
uint64_t state_address_serial(struct state *state, struct str address);

/* Records from..to (inclusive; to 0: newest), in order; visit returns false to stop. Bodies unsealed when there is a key. */
bool state_records(struct state *state, uint64_t from, uint64_t to,
                   bool (*visit)(void *context, const struct record *record), void *context, struct err *err) MUST_USE;
/* Walks the whole chain and rebuilds the view beside the stored one: any flipped bit, gap or difference is ERR_FORMAT. No keys needed. */
bool state_verify(struct state *state, uint64_t *ret_records, struct err *err) MUST_USE;

/* Bodies. Each makes the record to append; strings are not copied. */
struct record record_intent(struct arena *arena, const struct intent *intent);
struct record record_bound(struct arena *arena, const struct intent *intent, struct str name, struct value v);
struct record record_effect(struct arena *arena, const struct intent *intent, struct str name, struct str key, struct value outcome);
/* The object as it is after the step; NULL: it is not (deleted, or proved absent). `result`: "done", "failed", "absent", "adopted", "deposed". */
struct record record_outcome(struct arena *arena, const struct intent *intent, const char *result, const struct object *object);
struct record record_object(struct arena *arena, enum record_type type, const struct object *object); /* OBSERVED, MOVE, IMPORT, MARKS, FORGET */
struct record record_pin(struct arena *arena, const struct pin *pin);
struct record record_outputs(struct arena *arena, struct value map);
struct record record_run_begin(struct arena *arena, const struct run *run, struct value plan, struct value bundle, struct value inputs);
struct record record_run_end(struct arena *arena, const struct run *run);

#endif
