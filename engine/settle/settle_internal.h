/*
 * settle_internal.h - the clock of settling, shared with apply (which waits for it).
 */
#ifndef ENGINE_SETTLE_INTERNAL_H
#define ENGINE_SETTLE_INTERNAL_H

#include "engine/settle/settle.h"

int64_t settle_quiet_at(const struct intent *intent, const struct provider *provider);

#endif
