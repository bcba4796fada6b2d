/*
 * journal.h - how an operation writes to the log (declared here, implemented in apply).
 *
 * Each call suspends until its record is durable (group commit: one batch a scheduler tick), or fails with ERR_LOCKED when the fence
 * was lost, ERR_IO when the disk refused; after a failure the step must not send anything more.
 */
#ifndef ENGINE_PROVIDER_JOURNAL_H
#define ENGINE_PROVIDER_JOURNAL_H

#include "engine/value/value.h"

struct journal;

struct journal_ops {
    bool (*bind)(struct journal *journal, struct str name, struct value v, struct err *err);
    /* The recorded outcome of an effect, absent when there is none. */
    struct value (*effect_find)(struct journal *journal, struct str name, struct str key);
    bool (*effect)(struct journal *journal, struct str name, struct str key, struct value outcome, struct err *err);
};

struct journal {
    const struct journal_ops *ops;
};

#endif
