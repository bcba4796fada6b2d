/*
 * tokens.c - ClientToken: the same request with the same token answers with the same object; another request is refused.
 * Source: EC2 API, "Ensuring idempotency" (IdempotentParameterMismatch; a token is good for at least 24 hours).
 *
 * Tokens are never subject to visibility lag. What is remembered: the digest of the input without token and DryRun, the object, and
 * the answer for the case that the object is gone by then.
 */
#include "providers/aws/sim/call.h"

#include "engine/base/digest.h"

enum { TOKEN_LIFE_MS = 24 * 3600 * 1000, TOKEN_MAX = 64 };
#define TOKEN_KIND STR("ec2:_token")

static struct str key_of(struct call *c)
{
    return arena_printf(c->arena, "%s/%.*s", model_text(c->model, c->op->name), STR_ARG(call_in_text(c, "ClientToken")));
}

static struct value digest_of_input(struct call *c)
{
    struct value v = value_with(c->arena, value_with(c->arena, c->in, "ClientToken", VALUE_NONE), "DryRun", VALUE_NONE);
    struct digest d = value_digest(v);
    return value_str(digest_hex(c->arena, &d));
}

bool call_token_check(struct call *c, bool *ret_done)
{
    *ret_done = false;
    struct str token = call_in_text(c, "ClientToken");
    if (!token.len)
        return true;
    if (token.len > TOKEN_MAX)
        return call_refuse(c, "InvalidParameterValue", "The client token is longer than %d characters", TOKEN_MAX);
    struct sim_object *t = sim_get(c->world, TOKEN_KIND, c->scope, key_of(c));
    if (!t || c->now_ms - t->created_ms > TOKEN_LIFE_MS)
        return true;
    if (!value_eq(call_field(t, "input"), digest_of_input(c)))
        return call_refuse(c, "IdempotentParameterMismatch", "The client token '%.*s' was used with other parameters", STR_ARG(token));
    struct str id = call_field_text(t, "id"), member = call_field_text(t, "member");
    const struct type *type = call_type_of_id(id);
    const struct sim_object *o = type ? sim_get(c->world, str_of(type->kind), c->scope, id) : NULL;
    c->out = value_copy(c->arena, call_field(t, "answer"));
    if (o)
        c->out = value_with(c->arena, c->out, member.ptr, call_answer_of(c, type, o));
    *ret_done = true;
    return true;
}

void call_token_keep(struct call *c, const struct sim_object *object, const char *member)
{
    struct str token = call_in_text(c, "ClientToken");
    if (model_member_named(c->model, model_output(c->model, c->op), STR("ClientToken")))
        c->out = value_with(c->arena, c->out, "ClientToken",
                            value_str(token.len ? token : sim_new_id(c->world, c->arena, "", 32)));
    if (!token.len)
        return;
    struct sim_object *t = sim_get(c->world, TOKEN_KIND, c->scope, key_of(c));
    if (t)
        sim_delete(c->world, t, c->now_ms); /* too old */
    (void)sim_put(c->world, TOKEN_KIND, c->scope, key_of(c),
                  value_map_of(c->arena, "input", digest_of_input(c), "id", value_str(object->id), "member", text(member), "answer",
                               c->out, NULL),
                  c->now_ms);
}
