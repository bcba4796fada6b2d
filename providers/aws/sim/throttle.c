/*
 * throttle.c - EC2's token buckets, per account, region and action. Off unless the knob "throttle" is on.
 * Source: EC2 Developer Guide, "Request throttling for the Amazon EC2 API" (the numbers of single actions: assumed).
 *
 * A bucket is an object of the world, so it survives in world files; times are virtual like everything else.
 */
#include "providers/aws/sim/call.h"

struct rate {
    const char *operation; /* NULL: all others that mutate, then all others */
    int64_t burst;
    double per_second;
};

static const struct rate rates[] = {
    { "CreateNatGateway", 10, 1 },
    { "CreateVpcEndpoint", 4, 0.3 },
    { NULL, 50, 5 },
    { NULL, 50, 10 },
};

static const struct rate *rate_of(const struct call *c)
{
    bool mutates = c->op->flags & MODEL_MUTATES;
    for (size_t i = 0;; i++) {
        if (rates[i].operation ? str_is(model_str(c->model, c->op->name), rates[i].operation) : mutates || !rates[i + 1].burst)
            return &rates[i];
        if (!rates[i].operation && !mutates)
            return &rates[i + 1];
    }
}

bool call_throttle(struct call *c)
{
    if (!call_knob(c, "throttle", 0))
        return true;
    const struct rate *rate = rate_of(c);
    struct str name = model_str(c->model, c->op->name);
    struct sim_object *bucket = sim_get(c->world, STR("ec2:_bucket"), c->scope, name);
    /* thousandths of a request, so that everything stays in integers */
    int64_t level = bucket ? value_to_int(call_field(bucket, "level"), 0) : rate->burst * 1000;
    if (bucket)
        level += (int64_t)((double)(c->now_ms - value_to_int(call_field(bucket, "at"), 0)) * rate->per_second);
    level = MIN_OF(level, rate->burst * 1000);
    bool taken = level >= 1000;
    struct value data = value_map_of(c->arena, "level", value_int(taken ? level - 1000 : level), "at", value_int(c->now_ms), NULL);
    if (bucket)
        sim_set(c->world, bucket, data, c->now_ms);
    else
        (void)sim_put(c->world, STR("ec2:_bucket"), c->scope, name, data, c->now_ms);
    return taken || call_refuse_status(c, 503, "RequestLimitExceeded", "Request limit exceeded.");
}
