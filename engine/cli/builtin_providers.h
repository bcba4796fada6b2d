/*
 * builtin_providers.h - the providers of the program and their simulated faces.
 */
#ifndef ENGINE_CLI_BUILTIN_PROVIDERS_H
#define ENGINE_CLI_BUILTIN_PROVIDERS_H

#include "engine/provider/provider.h"
#include "engine/sim/sim.h"

extern const struct registry builtin_registry;
extern const struct sim_face *const builtin_faces[]; /* ended by NULL */
/* How a client is pointed at the server on this port: a line for people. */
void builtin_sim_hint(struct buf *out, int port);
/* For sim_server_options.verify: refuses what is not signed as the clouds want it. */
bool builtin_sim_verify(void *context, const struct sim_request *request, int64_t now_ms, struct arena *arena, struct sim_response *ret_refusal);

#endif
