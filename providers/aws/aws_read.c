/*
 * aws_read.c - the contract's batched read, for every type, from the words of its reader.
 *
 * Requests grow with pages, not with objects: by mark one listing, by ids or parents chunks of up to 200, as filter values where the
 * service has such a filter. A parent's children are listed in its own object; decode
 * then gets {Parent, Item}. A decode that leaves its attributes absent says "not of this type" (an egress rule among ingress rules).
 *
 * Readers that ask the same question at the same time share one answer, unless a mutating call has begun or ended since it was asked.
 */
#include "providers/aws/aws_internal.h"

#include "providers/aws/aws_recipe.h"
#include "providers/aws/aws_tags.h"
#include "providers/aws/wire/aws_page.h"
#include "providers/aws/wire/aws_path.h"

#include <stdlib.h>

enum { CHUNK_MAX = 200 };

uint32_t aws_read_operation(const struct reader *reader)
{
    static const char *const names[MODEL_SERVICE_COUNT] = {
#define X(upper, lower) [MODEL_SERVICE_##upper] = #lower,
        MODEL_SERVICES(X)
#undef X
    };
    for (uint32_t i = 1; i < MODEL_SERVICE_COUNT; i++)
        if (strcmp(names[i], reader->service) == 0)
            return MODEL_OP(i, reader->operation);
    return 0; /* model_find ends the process: our own mistake */
}

/* ---- Listings, shared while they are under way ------------------------------------------------------------------------- */

struct aws_listing {
    struct aws_listing *next;
    struct digest question;
    uint64_t mutations;          /* as they were when it was asked */
    int users;
    bool done, ok;
    struct value output;
    struct err err;
    struct arena memory;
    VEC(struct fiber *) waiters;
};

static struct digest question_of(struct arena *scratch, uint32_t operation, struct value input)
{
    return value_digest(value_map_of(scratch, "operation", value_int(operation), "input", input, NULL));
}

static void forget(struct aws *aws, struct aws_listing *listing)
{
    for (struct aws_listing **at = &aws->listings; *at; at = &(*at)->next)
        if (*at == listing) {
            *at = listing->next;
            break;
        }
}

/* The last one who uses an answer lets it go; its arena holds the listing itself. */
static void release(struct aws_listing *listing)
{
    if (--listing->users)
        return;
    struct arena memory = listing->memory;
    arena_done(&memory);
}

static struct aws_listing *begin(struct aws *aws, struct digest question)
{
    struct arena memory = { 0 };
    struct aws_listing *listing = ARENA_NEW(&memory, struct aws_listing);
    *listing = (struct aws_listing){ .next = aws->listings, .question = question, .mutations = aws->mutations, .users = 1, .memory = memory };
    aws->listings = listing;
    return listing;
}

/* What `arena` gets is a copy of its own: the answer goes when its last user has it. */
static bool list_shared(struct aws *aws, struct arena *arena, const struct net_scope *scope, uint32_t operation, struct value input,
                        struct value *ret, struct err *err)
{
    struct loop *loop = net_loop(aws->base.net);
    struct digest question = question_of(arena, operation, input);
    struct aws_listing *listing = aws->listings;
    while (listing && (memcmp(&listing->question, &question, sizeof question) != 0 || listing->mutations != aws->mutations))
        listing = listing->next;
    if (!listing) {
        listing = begin(aws, question);
        listing->ok = aws_list(&aws->base, scope, &listing->memory, operation, input, &listing->output, &listing->err);
        listing->done = true;
        forget(aws, listing);
        for (size_t i = 0; i < listing->waiters.count; i++)
            if (listing->waiters.items[i])
                fiber_wake(loop, listing->waiters.items[i]);
    } else {
        listing->users++;
        size_t place = listing->waiters.count;
        *VEC_PUSH(&listing->waiters, &listing->memory) = loop_current(loop);
        while (!listing->done && loop_interrupted(loop) < 2)
            fiber_wait(loop);
        if (!listing->done) { /* a second Ctrl-C ends every wait */
            listing->waiters.items[place] = NULL;
            release(listing);
            return FAIL(err, ERR_INTERRUPTED, "interrupted");
        }
    }
    bool ok = listing->ok;
    if (ok)
        *ret = value_copy(arena, listing->output);
    else if (err)
        *err = listing->err;
    release(listing);
    return ok || err_frame_(err, __FILE__, __func__, __LINE__);
}

/* ---- Requests -------------------------------------------------------------------------------------------------------- */

struct fixed_members {
    struct arena *arena;
    struct str text;
    struct value members;
    struct err err;
    bool ok;
};

static void read_fixed(void *argument)
{
    struct fixed_members *f = argument;
    f->ok = value_from_json(f->arena, f->text, &f->members, &f->err);
}

struct listing_request {
    struct aws *aws;
    struct read *read;
    uint32_t operation;
    struct value fixed;
};

/* `how` is "Filter:name" or the member that takes the values. EC2 calls the member Filters, for NAT gateways Filter. */
static struct value ask(const struct listing_request *l, const char *how, struct str suffix, struct value values)
{
    struct arena *arena = l->read->arena;
    struct model_ref ref = model_find(l->operation);
    struct value input = l->fixed;
    if (strncmp(how, "Filter:", 7) != 0) {
        input = value_with(arena, input, how, values);
    } else {
        struct str name = arena_printf(arena, "%s%.*s", how + 7, STR_ARG(suffix));
        bool plural = model_member_named(ref.model, model_input(ref.model, ref.op), STR("Filters"));
        input = value_with(arena, input, plural ? "Filters" : "Filter", aws_filters(arena, name.ptr, values, NULL));
    }
    return aws_page_full(arena, ref, input);
}

/* ---- Objects --------------------------------------------------------------------------------------------------------- */

/*
 * A listing tells all that there is to read: what it leaves out is said to be none (null), which is not the same as not being told
 * (absent). Otherwise a gateway that somebody detached, or a route led elsewhere, would not show as drift.
 */
static struct value say_none(struct arena *arena, const struct attr *table, struct value attrs)
{
    struct value_builder all = { .arena = arena };
    for (const struct attr *a = table; a->name; a++) {
        struct value v = value_get(attrs, a->name);
        bool told = a->flags & (REQUIRED | OPTIONAL) && !(a->flags & (WRITE_ONLY | ENGINE_ONLY));
        value_builder_put(&all, str_of(a->name), !value_given(v) && told ? value_null() : v);
    }
    return value_builder_map(&all);
}

static bool add_object(const struct listing_request *l, struct value object, struct value parent, struct err *err)
{
    struct read *read = l->read;
    const struct reader *reader = read->type->reader;
    struct read_object o = { 0 };
    struct value subject = object;
    if (reader->item_list)
        subject = value_map_of(read->arena, "Parent", parent, "Item", object, NULL);
    o.attrs = VALUE_NONE;
    o.health = reader->decode(read->arena, subject, &o.attrs, &o.reason);
    if (o.attrs.kind != VALUE_MAP)
        return true; /* not of this type */
    o.id = value_text(reader->id ? value_path(subject, reader->id) : value_get(o.attrs, "id"));
    if (reader->parent)
        o.parent_id = value_text(value_get(o.attrs, reader->parent));
    if (reader->tags) {
        aws_tags_marks(value_path(subject, reader->tags), &o);
    }
    if (reader->complete && o.health == HEALTH_READY) {
        struct err failed = { 0 };
        if (!reader->complete(&l->aws->base, read->scope, read->arena, &o.attrs, &failed)) {
            if (read->type->gone && op_error_is(&failed, read->type->gone))
                return true; /* went between the two */
            if (err)
                *err = failed;
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
    }
    o.attrs = aws_finish(read->arena, &l->aws->base, read->type, o.attrs);
    if (o.health == HEALTH_READY)
        o.attrs = say_none(read->arena, read->type->attrs, o.attrs);
    *VEC_PUSH(&read->objects, read->arena) = o;
    return true;
}

static bool list_objects(const struct listing_request *l, struct value input, struct err *err)
{
    struct read *read = l->read;
    const struct reader *reader = read->type->reader;
    struct value out;
    TRY(list_shared(l->aws, read->arena, read->scope, l->operation, input, &out, err));
    struct value list = aws_path(read->arena, out, str_of(reader->list));
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++) {
        struct value object = value_at(list, i);
        if (!reader->item_list) {
            TRY(add_object(l, object, VALUE_NONE, err));
            continue;
        }
        struct value items = value_get(object, reader->item_list);
        for (size_t k = 0; items.kind == VALUE_LIST && k < items.count; k++)
            TRY(add_object(l, value_at(items, k), object, err));
    }
    return true;
}

/*
 * Where values go into the ids member, one that is missing fails the whole: then they are asked for one by one, and the missing ones are
 * left out, as a filter would.
 */
static bool list_some(const struct listing_request *l, const char *how, const struct str *values, size_t count, struct err *err)
{
    struct err failed = { 0 };
    if (list_objects(l, ask(l, how, STR(""), value_list_of_strings(l->read->arena, values, count)), &failed))
        return true;
    bool missing = l->read->type->gone && op_error_is(&failed, l->read->type->gone);
    if (!missing) {
        if (err)
            *err = failed;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    for (size_t i = 0; count > 1 && i < count; i++)
        TRY(list_some(l, how, values + i, 1, err));
    return true;
}

static int compare_strings(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* In chunks, sorted and without repeats, so that types under the same parents ask the same. */
static bool list_chunks(const struct listing_request *l, const char *how, struct str *values, size_t count, struct err *err)
{
    size_t unique = 0, chunk = l->read->type->reader->max_ids ? l->read->type->reader->max_ids : CHUNK_MAX;
    qsort(values, count, sizeof *values, compare_strings);
    for (size_t i = 0; i < count; i++)
        if (values[i].len && (!unique || !str_eq(values[unique - 1], values[i])))
            values[unique++] = values[i];
    for (size_t i = 0; i < unique; i += chunk)
        TRY(list_some(l, how, values + i, MIN_OF(chunk, unique - i), err));
    return true;
}

/* A child's parent: as given, else what stands before '_' in an id like rtb-1_10.0.0.0/8. */
static struct str parent_of(const struct read *read, size_t i)
{
    struct str parent = read->parent_ids ? read->parent_ids[i] : STR_NONE, id = read->ids[i];
    return parent.len || str_find_char(id, '_') < 0 ? parent : str_split(&id, '_');
}

static bool read_ids(const struct listing_request *l, struct err *err)
{
    struct read *read = l->read;
    const struct reader *reader = read->type->reader;
    struct str *ids = ARENA_ARRAY(read->arena, struct str, read->id_count + 1), *parents = ARENA_ARRAY(read->arena, struct str, read->id_count + 1);
    size_t id_count = 0, parent_count = 0;
    for (size_t i = 0; i < read->id_count; i++) {
        struct str parent = reader->by & READ_BY_PARENT ? parent_of(read, i) : STR_NONE;
        if (parent.len)
            parents[parent_count++] = parent;
        else
            ids[id_count++] = read->ids[i];
    }
    if (parent_count)
        TRY(list_chunks(l, reader->parent_input, parents, parent_count, err));
    return !id_count || !reader->id_input || list_chunks(l, reader->id_input, ids, id_count, err);
}

bool aws_read(struct provider *provider, struct read *read, struct err *err)
{
    const struct reader *reader = read->type->reader;
    struct listing_request l = { .aws = aws_of(provider), .read = read, .operation = aws_read_operation(reader),
                                 .fixed = value_map(read->arena, NULL, 0) };
    if (reader->fixed) {
        struct fixed_members fixed = { .arena = read->arena, .text = str_of(reader->fixed) };
        loop_on_main(net_loop(provider->net), read_fixed, &fixed);
        if (!fixed.ok)
            return FAIL(err, ERR_INTERNAL, "%s: its reader's fixed members: %s", read->type->name, fixed.err.message);
        l.fixed = fixed.members;
    }
    switch (read->want) {
    case READ_ALL_MARKED:
        return list_objects(&l, ask(&l, reader->mark_input, STR(":infra:stack"), value_str(read->mark_stack)), err);
    case READ_UID:
        return list_objects(&l, ask(&l, reader->mark_input, STR(":infra:uid"), value_str(read->mark_uid)), err);
    case READ_IDS:
        return read_ids(&l, err);
    }
    return FAIL(err, ERR_INTERNAL, "%s: a read that does not exist", read->type->name);
}
