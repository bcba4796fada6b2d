/*
 * model_check.c - does a value fit a shape?
 */
#include "providers/aws/model/model_check.h"

#include "providers/aws/model/scalar.h"

struct check {
    struct arena *arena;
    const struct model *model;
    struct buf path;
    struct model_problem problem;
};

static bool check_shape(struct check *c, const struct model_shape *shape, struct value v);

static bool found(struct check *c, enum model_problem_kind kind, const char *format, ...) PRINTF_LIKE(3, 4);
static bool found(struct check *c, enum model_problem_kind kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    c->problem = (struct model_problem){ kind, arena_str(c->arena, buf_str(&c->path)),
                                         arena_vprintf(c->arena, format, args) };
    va_end(args);
    return false;
}

/* Goes down into a member or an item and comes back. */
static bool check_below(struct check *c, struct str step, const struct model_shape *shape, struct value v)
{
    size_t len = c->path.len;
    if (len)
        buf_add_char(&c->path, '.');
    buf_add_str(&c->path, step);
    if (!check_shape(c, shape, v))
        return false;
    buf_truncate(&c->path, len);
    return true;
}

struct str model_unknown_key(const struct model *model, const struct model_shape *shape, struct value map)
{
    for (uint32_t i = 0; i < map.count; i++) {
        struct str key = str_n(map.fields[i].key, map.fields[i].key_len);
        if (!model_member_named(model, shape, key))
            return key;
    }
    return STR_NONE;
}

static bool check_structure(struct check *c, const struct model_shape *shape, struct value v)
{
    struct str unknown = model_unknown_key(c->model, shape, v);
    if (unknown.ptr) {
        if (c->path.len)
            buf_add_char(&c->path, '.');
        buf_add_str(&c->path, unknown);
        return found(c, MODEL_UNKNOWN_MEMBER, "is not known");
    }
    const struct model_member *members = model_members(c->model, shape);
    int given = 0;
    for (uint16_t i = 0; i < shape->count; i++) {
        struct value member = value_get(v, model_text(c->model, members[i].name));
        if (value_present(member)) {
            given++;
            if (!check_below(c, model_str(c->model, members[i].request),
                             model_shape_of(c->model, &members[i]), member))
                return false;
        } else if (members[i].flags & MODEL_REQUIRED) {
            if (c->path.len)
                buf_add_char(&c->path, '.');
            buf_add_str(&c->path, model_str(c->model, members[i].request));
            return found(c, MODEL_MISSING_MEMBER, "is required");
        }
    }
    if ((shape->flags & MODEL_UNION) && given != 1)
        return found(c, MODEL_NOT_ONE_MEMBER, "must have exactly one member, not %d", given);
    return true;
}

static bool check_limit(struct check *c, const struct model_shape *shape, int64_t n, const char *what)
{
    struct model_limit limit = c->model->limits[shape->limit];
    if (!shape->limit || (n >= limit.min && n <= limit.max))
        return true;
    if (limit.max == INT64_MAX)
        return found(c, MODEL_OUT_OF_LIMITS, "must have %s at least %lld, not %lld", what,
                     (long long)limit.min, (long long)n);
    if (limit.min == INT64_MIN)
        return found(c, MODEL_OUT_OF_LIMITS, "must have %s at most %lld, not %lld", what,
                     (long long)limit.max, (long long)n);
    return found(c, MODEL_OUT_OF_LIMITS, "must have %s from %lld to %lld, not %lld", what,
                 (long long)limit.min, (long long)limit.max, (long long)n);
}

static bool check_list(struct check *c, const struct model_shape *shape, struct value v)
{
    const struct model_shape *item = model_shape_of(c->model, model_item(c->model, shape));
    for (uint32_t i = 0; i < v.count; i++) {
        if (v.items[i].kind != VALUE_NULL &&
            !check_below(c, arena_printf(c->arena, "%u", i + 1), item, v.items[i]))
            return false;
    }
    return check_limit(c, shape, v.count, "a count");
}

static bool check_map(struct check *c, const struct model_shape *shape, struct value v)
{
    const struct model_shape *key = model_shape_of(c->model, model_key(c->model, shape));
    const struct model_shape *value = model_shape_of(c->model, model_value(c->model, shape));
    for (uint32_t i = 0; i < v.count; i++) {
        struct str name = str_n(v.fields[i].key, v.fields[i].key_len);
        if (!check_below(c, name, key, value_str(name)))
            return false;
        if (v.fields[i].value.kind != VALUE_NULL && !check_below(c, name, value, v.fields[i].value))
            return false;
    }
    return check_limit(c, shape, v.count, "a count");
}

/* Characters, not bytes, are what lengths count. */
static int64_t text_length(struct str text)
{
    int64_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
    return n;
}

static bool check_string(struct check *c, const struct model_shape *shape, struct str text)
{
    if (model_enum_has(c->model, shape, text))
        return check_limit(c, shape, text_length(text), "a length");
    DROP_BUF struct buf names = { .max_bytes = 400 };
    for (uint16_t i = 0; i < shape->count; i++)
        buf_printf(&names, "%s%s", i ? ", " : "", model_text(c->model, c->model->enums[shape->first + i]));
    return found(c, MODEL_NOT_IN_ENUM, "must be one of %s%s", names.ptr, names.overflow ? ", ..." : "");
}

static bool check_shape(struct check *c, const struct model_shape *shape, struct value v)
{
    int64_t ms;
    bool fits = false;
    switch ((enum model_kind)shape->kind) {
    case MODEL_STRUCTURE:
        if (v.kind == VALUE_MAP)
            return check_structure(c, shape, v);
        break;
    case MODEL_LIST:
        if (v.kind == VALUE_LIST)
            return check_list(c, shape, v);
        break;
    case MODEL_MAP:
        if (v.kind == VALUE_MAP)
            return check_map(c, shape, v);
        break;
    case MODEL_DOCUMENT: return true;
    case MODEL_STRING:
        if (v.kind == VALUE_STRING)
            return check_string(c, shape, value_text(v));
        break;
    case MODEL_BLOB:
        if (v.kind == VALUE_BYTES || v.kind == VALUE_STRING)
            return check_limit(c, shape, v.count, "a length");
        break;
    case MODEL_INTEGER:
    case MODEL_LONG:
        if (v.kind == VALUE_INT)
            return check_limit(c, shape, v.integer, "a value");
        break;
    case MODEL_BOOLEAN: fits = v.kind == VALUE_BOOL; break;
    case MODEL_FLOAT:
    case MODEL_DOUBLE: fits = v.kind == VALUE_INT || v.kind == VALUE_FLOAT || v.kind == VALUE_STRING; break;
    case MODEL_TIMESTAMP: fits = scalar_time_of(v, &ms, NULL); break;
    }
    return fits || found(c, MODEL_WRONG_KIND, "must be %s, not %s", model_kind_name(shape->kind),
                         value_kind_name(v.kind));
}

bool model_check(struct arena *arena, const struct model *model, const struct model_shape *shape,
                 struct value v, struct model_problem *ret_problem)
{
    struct check c = { .arena = arena, .model = model };
    bool fits = check_shape(&c, shape, v);
    buf_done(&c.path);
    if (!fits)
        *ret_problem = c.problem;
    return fits;
}
