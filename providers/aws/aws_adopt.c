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
    return err_hint(err, "import it (infra import %.*s %.*s), remove it, or declare another one", STR_ARG(op->address), STR_ARG(id));
}

bool aws_adopt(struct op *op, struct value filters, bool (*same)(struct op *op, struct value object), struct err *err)
{
    const struct reader *reader = op->type->reader;
    if (!err || !op->type->foreign || !op_error_is(err, op->type->foreign))
        return false;
    struct err failed = { 0 };
    struct value out;
    if (!aws_list_op(op, aws_read_operation(reader), value_map_of(op_arena(op), "Filters", filters, NULL), &out, &failed))
        return false; /* the first failure says more */
    struct value list = aws_path(op_arena(op), out, str_of(reader->list));
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++) {
        struct read_object marks = { 0 };
        aws_tags_marks(value_path(value_at(list, i), reader->tags), &marks);
        if (!str_eq(marks.mark_uid, op->uid))
            continue;
        err_clear(err);
        TRY(op_bind(op, "id", value_path(value_at(list, i), reader->id), err));
        (void)aws_take(op, value_at(list, i));
        return true;
    }
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++)
        if (!same || same(op, value_at(list, i)))
            return foreign(op, value_at(list, i), err);
    return false;
}
