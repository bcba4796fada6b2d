/*
 * builtin_providers.c - the one list of providers, and of their simulated faces, in the program.
 */
#include "engine/cli/builtin_providers.h"

#include "providers/aws/aws.h"
#include "providers/aws/sim/face.h"
#include "providers/core/core.h"

static const struct provider_type *const providers[] = { &core_provider, &aws_provider, NULL };

const struct registry builtin_registry = { .providers = providers };

const struct sim_face *const builtin_faces[] = { &aws_sim_face, NULL };

void builtin_sim_hint(struct buf *out, int port)
{
    buf_printf(out, "  AWS_ENDPOINT_URL=http://127.0.0.1:%d AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test\n", port);
}
