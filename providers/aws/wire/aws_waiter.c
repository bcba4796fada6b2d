/*
 * aws_waiter.c - the models' waiters.
 */
#include "providers/aws/wire/aws_waiter.h"

#include "providers/aws/wire/aws_path.h"

static bool is_expected(const struct model *model, const struct model_acceptor *a, struct value v)
{
    switch ((enum model_expected)a->expected_kind) {
    case MODEL_EXPECT_TEXT: return value_is(v, model_text(model, a->expected));
    case MODEL_EXPECT_NUMBER: return v.kind == VALUE_INT && v.integer == (int64_t)a->expected;
    case MODEL_EXPECT_FALSE: return v.kind == VALUE_BOOL && !v.boolean;
    case MODEL_EXPECT_TRUE: return v.kind == VALUE_BOOL && v.boolean;
    }
    return false;
}

static size_t count_expected(const struct model *model, const struct model_acceptor *a, struct value list)
{
    size_t n = 0;
    for (uint32_t i = 0; i < list.count; i++)
        n += is_expected(model, a, list.items[i]);
    return n;
}

static bool error_matches(const struct model *model, const struct model_acceptor *a, struct str code)
{
    switch ((enum model_expected)a->expected_kind) {
    case MODEL_EXPECT_TEXT: return model_is(model, a->expected, code);
    case MODEL_EXPECT_TRUE: return code.len > 0;
    case MODEL_EXPECT_FALSE: return code.len == 0;
    case MODEL_EXPECT_NUMBER: break;
    }
    return false;
}

static bool matches(struct arena *arena, const struct model *model, const struct model_acceptor *a,
                    const struct aws_answer *answer)
{
    enum model_matcher matcher = a->matcher;
    if (matcher == MODEL_MATCH_STATUS)
        return a->expected_kind == MODEL_EXPECT_NUMBER && answer->http_status == (int)a->expected;
    if (matcher == MODEL_MATCH_ERROR)
        return error_matches(model, a, answer->error_code);
    if (!value_given(answer->output))
        return false;
    struct value found = aws_path(arena, answer->output, model_str(model, a->argument));
    if (matcher == MODEL_MATCH_PATH)
        return is_expected(model, a, found);
    if (found.kind != VALUE_LIST || !found.count)
        return false; /* "all" of nothing is no match */
    size_t n = count_expected(model, a, found);
    return matcher == MODEL_MATCH_PATH_ALL ? n == found.count : n > 0;
}

enum aws_wait aws_waiter_judge(struct arena *arena, const struct model *model,
                               const struct model_waiter *waiter, const struct aws_answer *answer)
{
    for (uint16_t i = 0; i < waiter->count; i++) {
        const struct model_acceptor *a = &model->acceptors[waiter->first + i];
        if (!matches(arena, model, a, answer))
            continue;
        return a->state == MODEL_WAIT_SUCCESS   ? AWS_WAIT_DONE
               : a->state == MODEL_WAIT_FAILURE ? AWS_WAIT_FAILED
                                                : AWS_WAIT_AGAIN;
    }
    return answer->error_code.len ? AWS_WAIT_FAILED : AWS_WAIT_AGAIN;
}
