/*
 * registry.c - finding types and lookups by name, and checking that every table is well-formed.
 */
#include "engine/provider/provider.h"

static const char *const class_names[] = {
#define X(name, text) [CREATE_##name] = text,
    CREATE_CLASSES(X)
#undef X
};

const char *create_class_name(enum create_class c)
{
    return (size_t)c < ARRAY_LEN(class_names) ? class_names[c] : "unknown";
}

const struct provider_type *registry_provider(const struct registry *r, struct str name)
{
    for (size_t i = 0; r->providers[i]; i++)
        if (str_is(name, r->providers[i]->name))
            return r->providers[i];
    return NULL;
}

const struct resource_type *registry_type(const struct registry *r, struct str name, const struct provider_type **ret_provider)
{
    for (size_t i = 0; r->providers[i]; i++) {
        const struct provider_type *p = r->providers[i];
        if (!str_starts(name, str_of(p->prefix)))
            continue;
        for (size_t k = 0; p->types[k]; k++) {
            if (!str_is(name, p->types[k]->name))
                continue;
            if (ret_provider)
                *ret_provider = p;
            return p->types[k];
        }
    }
    return NULL;
}

const struct lookup_type *registry_lookup(const struct registry *r, struct str name, const struct provider_type **ret_provider)
{
    for (size_t i = 0; r->providers[i]; i++) {
        const struct provider_type *p = r->providers[i];
        for (size_t k = 0; p->lookups && p->lookups[k]; k++) {
            if (!str_is(name, p->lookups[k]->name))
                continue;
            if (ret_provider)
                *ret_provider = p;
            return p->lookups[k];
        }
    }
    return NULL;
}

struct str registry_nearest_type(const struct registry *r, struct str name)
{
    struct str names[512];
    size_t count = 0;
    for (size_t i = 0; r->providers[i]; i++)
        for (size_t k = 0; r->providers[i]->types[k] && count < ARRAY_LEN(names); k++)
            names[count++] = str_of(r->providers[i]->types[k]->name);
    return str_nearest(name, names, count);
}

static bool is_name(const char *s)
{
    if (!*s)
        return false;
    for (; *s; s++)
        if (!(*s == '_' || (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9')))
            return false;
    return true;
}

static bool check_table(const char *owner, const struct attr *table, int depth, struct err *err)
{
    for (const struct attr *a = table; a->name; a++) {
        if (!is_name(a->name))
            return FAIL(err, ERR_INTERNAL, "%s: '%s' is no attribute name", owner, a->name);
        if (a->type == ATTR_NONE)
            return FAIL(err, ERR_INTERNAL, "%s.%s has no type", owner, a->name);
        if (!(a->flags & (REQUIRED | OPTIONAL | COMPUTED)))
            return FAIL(err, ERR_INTERNAL, "%s.%s is neither required, optional nor computed", owner, a->name);
        if (a->flags & REQUIRED && a->flags & (OPTIONAL | COMPUTED))
            return FAIL(err, ERR_INTERNAL, "%s.%s is required and optional or computed", owner, a->name);
        if (a->flags & REQUIRED && a->fallback)
            return FAIL(err, ERR_INTERNAL, "%s.%s is required and has a default", owner, a->name);
        bool nested = a->type == ATTR_OBJECT || a->type == ATTR_OBJECT_LIST || a->type == ATTR_OBJECT_SET;
        if (nested && !a->fields)
            return FAIL(err, ERR_INTERNAL, "%s.%s is an object without fields", owner, a->name);
        if (!a->doc)
            return FAIL(err, ERR_INTERNAL, "%s.%s has no doc line", owner, a->name);
        for (const struct attr *b = a + 1; b->name; b++)
            if (strcmp(a->name, b->name) == 0)
                return FAIL(err, ERR_INTERNAL, "%s.%s stands twice", owner, a->name);
        if (a->set_key && !schema_find(a->fields, str_of(a->set_key)))
            return FAIL(err, ERR_INTERNAL, "%s.%s is keyed by '%s', which it does not have", owner, a->name, a->set_key);
        if (nested && depth > 8)
            return FAIL(err, ERR_INTERNAL, "%s.%s is nested too deeply", owner, a->name);
        if (nested)
            TRY(check_table(a->name, a->fields, depth + 1, err));
    }
    return true;
}

static bool check_words(const struct resource_type *t, const char *what, const char *words, struct err *err)
{
    struct str rest = str_of(words);
    while (rest.ptr) {
        struct str word = str_split(&rest, ' ');
        if (!schema_find(t->attrs, word))
            return FAIL(err, ERR_INTERNAL, "%s: %s names '%.*s', which it does not have", t->name, what, STR_ARG(word));
    }
    return true;
}

static bool check_type(const struct provider_type *p, const struct resource_type *t, struct err *err)
{
    if (!str_starts(str_of(t->name), str_of(p->prefix)))
        return FAIL(err, ERR_INTERNAL, "%s does not begin with %s", t->name, p->prefix);
    if (!t->version || !t->doc || !t->source)
        return FAIL(err, ERR_INTERNAL, "%s lacks version, doc or source", t->name);
    TRY(check_table(t->name, t->attrs, 0, err));
    if (t->create_class == CREATE_STATE) {
        if (t->reader || t->create || t->delete || !t->compute)
            return FAIL(err, ERR_INTERNAL, "%s is state only: compute() and nothing else", t->name);
    } else if (!t->reader || !t->create || !t->delete || (!t->update && !(t->flags & TYPE_NO_UPDATE))) {
        return FAIL(err, ERR_INTERNAL, "%s lacks its reader, create, update or delete", t->name);
    }
    if (t->create_class != CREATE_STATE && !schema_find(t->attrs, STR("id")))
        return FAIL(err, ERR_INTERNAL, "%s has no attribute id", t->name);
    if (t->create_class == CREATE_TAGGED && !t->reader->tags)
        return FAIL(err, ERR_INTERNAL, "%s is found by its marks, but its reader carries none", t->name);
    bool by_key = t->create_class == CREATE_NAMED || t->create_class == CREATE_NATURAL || t->create_class == CREATE_PUT;
    if (by_key && !t->natural_key && !t->find)
        return FAIL(err, ERR_INTERNAL, "%s has neither a natural key nor find()", t->name);
    if (t->natural_key)
        TRY(check_words(t, "natural_key", t->natural_key, err));
    if (t->headline)
        TRY(check_words(t, "headline", t->headline, err));
    if (t->derived_name && (!schema_find(t->attrs, str_of(t->derived_name)) || !t->derived_name_max))
        return FAIL(err, ERR_INTERNAL, "%s: derived_name does not fit its table", t->name);
    if (t->reader && t->reader->by & READ_BY_PARENT && (!t->reader->parent || !schema_find(t->attrs, str_of(t->reader->parent))))
        return FAIL(err, ERR_INTERNAL, "%s is read by its parent, but does not say which attribute that is", t->name);
    return true;
}

bool registry_check(const struct registry *r, struct err *err)
{
    for (size_t i = 0; r->providers[i]; i++) {
        const struct provider_type *p = r->providers[i];
        if (p->attrs)
            TRY(check_table(p->name, p->attrs, 0, err));
        for (size_t k = 0; p->types[k]; k++) {
            TRY(check_type(p, p->types[k], err));
            for (size_t m = 0; m < k; m++)
                if (strcmp(p->types[m]->name, p->types[k]->name) == 0)
                    return FAIL(err, ERR_INTERNAL, "%s stands twice", p->types[k]->name);
        }
        for (size_t k = 0; p->lookups && p->lookups[k]; k++)
            TRY(check_table(p->lookups[k]->name, p->lookups[k]->attrs, 0, err));
    }
    return true;
}
