/*
 * server_form.c - form-encoded requests of ec2 and query into values.
 *
 * The flat names ("Filter.1.Value.2=x") are put into a tree by their dots; the shapes then say which of its branches are lists
 * (numbered children, in the order of their numbers), maps (numbered children with key and value) and structures. Whatever the
 * shapes do not visit was not known: that is what the service refuses as an unknown parameter.
 */
#include "providers/aws/model/server_internal.h"

#include "providers/aws/model/scalar.h"

#include <stdlib.h>

enum { FORM_DEPTH_MAX = 32, FORM_PARAMETERS_MAX = 20000 };

struct branch {
    struct str name, value; /* value.ptr NULL: only a prefix of others */
    struct branch *first, *last, *next;
    bool used;
};

struct form {
    struct arena *arena;
    const struct model *model;
    struct model_problem *problem;
};

static bool read_value(struct form *form, const struct model_member *member, struct branch *branch,
                       struct value *ret);

static struct branch *child(struct branch *parent, struct str name)
{
    for (struct branch *b = parent->first; b; b = b->next) {
        if (str_eq(b->name, name))
            return b;
    }
    return NULL;
}

static struct branch *child_of(struct branch *parent, const char *name)
{
    return child(parent, str_of(name));
}

static struct branch *grow(struct arena *arena, struct branch *root, struct str path)
{
    struct branch *at = root;
    for (struct str rest = path; rest.ptr;) {
        struct str step = str_split(&rest, '.');
        struct branch *next = at->last && str_eq(at->last->name, step) ? at->last : child(at, step);
        if (!next) {
            next = ARENA_NEW(arena, struct branch);
            next->name = step;
            if (at->last)
                at->last->next = next;
            else
                at->first = next;
            at->last = next;
        }
        at = next;
    }
    return at;
}

static size_t dots(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] == '.';
    return n;
}

static struct branch *plant(struct arena *arena, struct str body)
{
    struct branch *root = ARENA_NEW(arena, struct branch);
    size_t count = 0;
    for (struct str rest = body; rest.ptr && count < FORM_PARAMETERS_MAX; count++) {
        struct str value = str_split(&rest, '&'), name = str_split(&value, '=');
        name = scalar_percent_decode(arena, name, true);
        if (name.len && dots(name) < FORM_DEPTH_MAX)
            grow(arena, root, name)->value = scalar_percent_decode(arena, value, true);
    }
    return root;
}

/* The path of the first branch that no shape asked for, into `out`. */
static bool find_unused(struct branch *branch, struct buf *out)
{
    size_t len = out->len;
    for (struct branch *b = branch->first; b; b = b->next) {
        if (len)
            buf_add_char(out, '.');
        buf_add_str(out, b->name);
        if ((b->value.ptr && !b->used) || find_unused(b, out))
            return true;
        buf_truncate(out, len);
    }
    return false;
}

static int by_number(const void *a, const void *b)
{
    const struct branch *const *left = a, *const *right = b;
    int64_t x = 0, y = 0;
    (void)str_to_i64((*left)->name, &x);
    (void)str_to_i64((*right)->name, &y);
    return (x > y) - (x < y);
}

/* The children named by numbers, in order. */
static struct branch **numbered(struct form *form, struct branch *branch, size_t *ret_count)
{
    VEC(struct branch *) found = { 0 };
    int64_t n;
    for (struct branch *b = branch->first; b; b = b->next) {
        if (str_to_i64(b->name, &n) && n > 0)
            *VEC_PUSH(&found, form->arena) = b;
    }
    if (found.count)
        qsort(found.items, found.count, sizeof *found.items, by_number);
    *ret_count = found.count;
    return found.items;
}

static bool read_structure(struct form *form, const struct model_shape *shape, struct branch *branch,
                           struct value *ret)
{
    const struct model_member *members = model_members(form->model, shape);
    struct value_builder fields = { .arena = form->arena };
    for (uint16_t i = 0; i < shape->count; i++) {
        struct branch *b = child_of(branch, model_text(form->model, members[i].request));
        struct value v = VALUE_NONE;
        if (!b)
            continue;
        if (!read_value(form, &members[i], b, &v))
            return false;
        value_builder_put(&fields, model_str(form->model, members[i].name), v);
    }
    *ret = value_builder_map(&fields);
    return true;
}

static bool read_list(struct form *form, const struct model_member *member, struct branch *branch,
                      struct value *ret)
{
    const struct model_member *item = model_item(form->model, model_shape_of(form->model, member));
    struct value_builder items = { .arena = form->arena };
    size_t count;
    branch->used = true; /* "Name=" is the empty list */
    if (form->model->protocol != MODEL_PROTOCOL_EC2 && !(member->flags & MODEL_FLATTENED))
        branch = child_of(branch, model_text(form->model, item->request));
    struct branch **found = branch ? numbered(form, branch, &count) : (count = 0, NULL);
    for (size_t i = 0; i < count; i++) {
        struct value v = VALUE_NONE;
        if (!read_value(form, item, found[i], &v))
            return false;
        value_builder_add(&items, v);
    }
    *ret = value_builder_list(&items);
    return true;
}

static bool read_map(struct form *form, const struct model_member *member, struct branch *branch,
                     struct value *ret)
{
    const struct model_shape *shape = model_shape_of(form->model, member);
    const struct model_member *value = model_value(form->model, shape);
    struct value_builder fields = { .arena = form->arena };
    size_t count;
    branch->used = true;
    if (!(member->flags & MODEL_FLATTENED))
        branch = child_of(branch, "entry");
    struct branch **found = branch ? numbered(form, branch, &count) : (count = 0, NULL);
    for (size_t i = 0; i < count; i++) {
        struct branch *k =
            child_of(found[i], model_text(form->model, model_key(form->model, shape)->request));
        struct branch *b = child_of(found[i], model_text(form->model, value->request));
        struct value v = value_null();
        if (!k || !k->value.ptr)
            continue;
        k->used = true;
        if (!str_is_utf8(k->value))
            return server_problem(form->arena, form->problem, MODEL_WRONG_KIND, STR("key"), "is not UTF-8");
        if (b && !read_value(form, value, b, &v))
            return false;
        value_builder_put(&fields, k->value, v);
    }
    *ret = value_builder_map(&fields);
    return true;
}

static bool read_value(struct form *form, const struct model_member *member, struct branch *branch,
                       struct value *ret)
{
    const struct model_shape *shape = model_shape_of(form->model, member);
    struct err err = { 0 };
    if (shape->kind == MODEL_STRUCTURE)
        return read_structure(form, shape, branch, ret);
    if (shape->kind == MODEL_LIST)
        return read_list(form, member, branch, ret);
    if (shape->kind == MODEL_MAP)
        return read_map(form, member, branch, ret);
    branch->used = true;
    if (!branch->value.ptr ||
        (!branch->value.len && shape->kind != MODEL_STRING && shape->kind != MODEL_BLOB))
        return true;
    if (!scalar_read(form->arena, shape, branch->value, ret, &err))
        return server_problem(form->arena, form->problem, MODEL_WRONG_KIND, branch->name, "%s", err.message);
    return true;
}

bool form_read(struct arena *arena, const struct model *model, const struct model_shape *shape,
               struct str body, struct value *ret, struct model_problem *problem)
{
    struct form form = { arena, model, problem };
    struct branch *root = plant(arena, body);
    static const char *const ours[] = { "Action", "Version" };
    for (size_t i = 0; i < ARRAY_LEN(ours); i++) {
        struct branch *b = child_of(root, ours[i]);
        if (b)
            b->used = true;
    }
    *ret = value_map(arena, NULL, 0);
    if (shape && !read_structure(&form, shape, root, ret))
        return false;
    DROP_BUF struct buf path = { .max_bytes = 1000 };
    if (find_unused(root, &path))
        return server_problem(arena, problem, MODEL_UNKNOWN_MEMBER, buf_str(&path), "is not known");
    return true;
}
