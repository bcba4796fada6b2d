/*
 * aws_adopt.c - a name that is taken: by ourselves, before an interruption, or by somebody else.
 *
 * Class N creates fail when their natural key exists. It is ours exactly when it carries our uid mark (the create that made it carried
 * the mark in the same request); anything else belongs to somebody and is only named, never touched.
 */
#include "providers/aws/aws_recipe.h"

#include "providers/aws/aws_internal.h"
#include "providers/aws/wire/aws_path.h"

static struct str name_tag(struct value tags)
{
    for (size_t i = 0; tags.kind == VALUE_LIST && i < tags.count; i++)
        if (value_is(value_get(value_at(tags, i), "Key"), "Name"))
            return value_text(value_get(value_at(tags, i), "Value"));
    return STR_NONE;
}

static bool foreign(struct op *op, struct value object, struct err *err)
{
    const struct reader *reader = op->type->reader;
    struct str id = value_text(value_path(object, reader->id)), name = name_tag(value_path(object, reader->tags));
    struct read_object marks = { 0 };
    aws_tags_marks(value_path(object, reader->tags), &marks);
    struct str code = arena_str(op_arena(op), str_of(err ? err->remote_code : ""));
    (void)FAIL(err, ERR_CONFLICT, "%.*s: its place is taken by %.*s%s%.*s%s, which is not ours (%.*s)%s%.*s", STR_ARG(op->address),
               STR_ARG(id), name.len ? " (Name=" : "", STR_ARG(name), name.len ? ")" : "", STR_ARG(code),
               marks.mark_stack.len ? ": it belongs to " : "", STR_ARG(marks.mark_stack));
    return err_hint(err, "declare import { to = \"%.*s\", id = \"%.*s\" }, remove it, or name ours otherwise", STR_ARG(op->address), STR_ARG(id));
}

/* Binds and takes the one with our uid mark. *ret_other: the one that is in the way instead. False with err code 0: nothing is seen. */
static bool look(struct op *op, struct value filters, bool (*same)(struct op *op, struct value object), struct value *ret_other, struct err *err)
{
    const struct reader *reader = op->type->reader;
    struct value out;
    TRY(aws_list_op(op, aws_read_operation(reader), value_map_of(op_arena(op), "Filters", filters, NULL), &out, err));
    struct value list = aws_path(op_arena(op), out, str_of(reader->list));
    *ret_other = VALUE_NONE;
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++) {
        struct value object = value_at(list, i);
        struct read_object marks = { 0 };
        aws_tags_marks(value_path(object, reader->tags), &marks);
        if (str_eq(marks.mark_uid, op->uid)) {
            TRY(op_bind(op, "id", value_path(object, reader->id), err));
            (void)aws_take(op, object);
            return true;
        }
        if (!value_present(*ret_other) && (!same || same(op, object)))
            *ret_other = object;
    }
    return false;
}

bool aws_adopt(struct op *op, struct value filters, bool (*same)(struct op *op, struct value object), struct err *err)
{
    const struct aws *aws = aws_of(op->provider);
    if (!err || !op->type->foreign || !op_error_is(err, op->type->foreign))
        return false;
    int64_t until = io_mono_ms(aws->world.io) + aws->base.settle_ms;
    for (;;) { /* what took the name may not be visible yet */
        struct err failed = { 0 };
        struct value other;
        if (look(op, filters, same, &other, &failed)) {
            err_clear(err);
            return true;
        }
        if (failed.code == ERR_LOCKED || failed.code == ERR_INTERRUPTED)
            *err = failed; /* of any other the first failure says more */
        if (failed.code)
            return false;
        if (value_present(other))
            return foreign(op, other, err);
        if (io_mono_ms(aws->world.io) >= until || !op_poll_pause(op, "visible", &failed))
            return false;
    }
}
