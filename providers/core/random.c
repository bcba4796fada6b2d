/*
 * random.c - core_random_password and core_random_string: generated once, derived, never stored in clear.
 *
 * Derived from the stack secret, lineage, address at birth, keepers and `rotate` (design 9), so a retry after a crash gives the same
 * value, and so does a rebuild after the state was lost. `rotate = n` or a change of `keepers` gives a new one. Characters are drawn from
 * the classes asked for without bias (rejection sampling); the minimum of each class is placed first, then the whole is shuffled.
 */
#include "providers/core/core.h"

static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", lower[] = "abcdefghijklmnopqrstuvwxyz", digits[] = "0123456789",
                  special_fallback[] = "!@#$%&*()-_=+[]{}<>:?";

enum { LENGTH_MAX = 1024 };

/* Secret bytes one after another: blocks of HKDF output, each under a purpose of its own. */
struct stream {
    const struct compute_input *in;
    uint8_t block[1024];
    size_t used, number;
};

static uint8_t next_byte(struct stream *s)
{
    if (s->used == sizeof s->block || !s->number) {
        char purpose[] = "core_random 00";
        purpose[12] = (char)('0' + s->number / 10 % 10);
        purpose[13] = (char)('0' + s->number % 10);
        s->number++;
        s->in->derive(s->in, purpose, s->block, sizeof s->block);
        s->used = 0;
    }
    return s->block[s->used++];
}

/* Uniform in 0 .. n-1, n <= 1024, without modulo bias. */
static uint32_t below(struct stream *s, uint32_t n)
{
    uint32_t limit = 65536 - 65536 % n;
    for (;;) {
        uint32_t draw = (uint32_t)next_byte(s) << 8;
        draw |= next_byte(s);
        if (draw < limit)
            return draw % n;
    }
}

struct alphabet {
    struct str chars;
    int64_t least;
};

static bool generate(struct arena *arena, const struct compute_input *in, struct value *ret_text, struct err *err)
{
    struct value c = in->config;
    int64_t length = value_to_int(value_get(c, "length"), 0);
    struct str special = value_text(value_get(c, "override_special"));
    const struct alphabet classes[] = {
        { value_to_bool(value_get(c, "upper"), true) ? STR_NONE : STR(""), value_to_int(value_get(c, "min_upper"), 0) },
        { value_to_bool(value_get(c, "lower"), true) ? STR_NONE : STR(""), value_to_int(value_get(c, "min_lower"), 0) },
        { value_to_bool(value_get(c, "numeric"), true) ? STR_NONE : STR(""), value_to_int(value_get(c, "min_numeric"), 0) },
        { value_to_bool(value_get(c, "special"), true) ? STR_NONE : STR(""), value_to_int(value_get(c, "min_special"), 0) },
    };
    const struct str sets[] = { str_of(upper), str_of(lower), str_of(digits), str_empty(special) ? str_of(special_fallback) : special };
    char all[512];
    size_t all_count = 0;
    int64_t least = 0;
    for (size_t i = 0; i < ARRAY_LEN(classes); i++) {
        bool used = classes[i].chars.ptr == NULL;
        if (!used && classes[i].least)
            return FAIL(err, ERR_INVALID, "asks for at least %lld characters of a class it turns off", (long long)classes[i].least);
        least += classes[i].least;
        for (size_t k = 0; used && k < sets[i].len && all_count < sizeof all; k++)
            all[all_count++] = sets[i].ptr[k];
    }
    if (!all_count)
        return FAIL(err, ERR_INVALID, "turns every class of characters off");
    if (least > length)
        return FAIL(err, ERR_INVALID, "is %lld long, but asks for at least %lld characters", (long long)length, (long long)least);
    struct stream s = { .in = in };
    char *text = arena_alloc(arena, (size_t)length + 1);
    int64_t at = 0;
    for (size_t i = 0; i < ARRAY_LEN(classes); i++)
        for (int64_t k = 0; k < classes[i].least; k++)
            text[at++] = sets[i].ptr[below(&s, (uint32_t)sets[i].len)];
    while (at < length)
        text[at++] = all[below(&s, (uint32_t)all_count)];
    for (int64_t i = length - 1; i > 0; i--) { /* Fisher and Yates */
        uint32_t j = below(&s, (uint32_t)i + 1);
        char swap = text[i];
        text[i] = text[j];
        text[j] = swap;
    }
    secret_wipe(s.block, sizeof s.block);
    *ret_text = value_str((struct str){ text, (size_t)length });
    return true;
}

/* Characters are drawn one byte at a time. */
static bool check_ascii(struct value v, struct err *err)
{
    struct str s = value_text(v);
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < 0x20 || s.ptr[i] > 0x7e)
            return FAIL(err, ERR_INVALID, "must be printable ASCII");
    return true;
}

#define CLASS_ATTRS                                                                                                                                           \
    { .name = "length", .type = ATTR_INT, .flags = REQUIRED | FORCE_NEW, .min = 1, .max = LENGTH_MAX, .doc = "number of characters",                          \
      .example = "24" },                                                                                                                                      \
    { .name = "upper", .type = ATTR_BOOL, .flags = OPTIONAL | FORCE_NEW, .fallback = "true", .doc = "use A to Z" },                                           \
    { .name = "lower", .type = ATTR_BOOL, .flags = OPTIONAL | FORCE_NEW, .fallback = "true", .doc = "use a to z" },                                           \
    { .name = "numeric", .type = ATTR_BOOL, .flags = OPTIONAL | FORCE_NEW, .fallback = "true", .doc = "use 0 to 9" },                                         \
    { .name = "special", .type = ATTR_BOOL, .flags = OPTIONAL | FORCE_NEW, .fallback = "true", .doc = "use special characters" },                             \
    { .name = "override_special", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW | OWNS_ALL, .min = 1, .max = 128, .check = check_ascii,                  \
      .doc = "the special characters to use", .example = "\"-_\"" },                                                                                          \
    { .name = "min_upper", .type = ATTR_INT, .flags = OPTIONAL | FORCE_NEW | OWNS_ALL, .max = LENGTH_MAX, .doc = "at least so many of A to Z" },              \
    { .name = "min_lower", .type = ATTR_INT, .flags = OPTIONAL | FORCE_NEW | OWNS_ALL, .max = LENGTH_MAX, .doc = "at least so many of a to z" },              \
    { .name = "min_numeric", .type = ATTR_INT, .flags = OPTIONAL | FORCE_NEW | OWNS_ALL, .max = LENGTH_MAX, .doc = "at least so many digits" },               \
    { .name = "min_special", .type = ATTR_INT, .flags = OPTIONAL | FORCE_NEW | OWNS_ALL, .max = LENGTH_MAX, .doc = "at least so many special ones" },         \
    { .name = "keepers", .type = ATTR_STRING_MAP, .flags = OPTIONAL | FORCE_NEW | OWNS_ALL, .doc = "a change of these gives a new value" },                   \
    { .name = "rotate", .type = ATTR_INT, .flags = OPTIONAL | FORCE_NEW | OWNS_ALL, .max = INT32_MAX, .doc = "raise it to get a new value", .example = "2" }, \
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "26 characters, new with each value" }

static const struct attr password_attrs[] = {
    CLASS_ATTRS,
    { .name = "result", .type = ATTR_STRING, .flags = COMPUTED | STABLE | SENSITIVE_ATTR, .doc = "the password" },
    { 0 }
};

static const struct attr string_attrs[] = {
    CLASS_ATTRS,
    { .name = "result", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "the string" },
    { 0 }
};

static bool random_compute(struct arena *arena, const struct compute_input *in, struct value *ret_attrs, struct err *err)
{
    /* `rotate` alone is the generation: what counts replaces would be lost with the state, and so would the value. */
    struct compute_input seeded = *in;
    seeded.generation = 1 + (uint32_t)value_to_int(value_get(in->config, "rotate"), 0);
    struct value text;
    TRY(generate(arena, &seeded, &text, err));
    uint8_t bytes[16];
    in->derive(&seeded, "core_random id", bytes, sizeof bytes);
    struct value id = value_str(base32_encode(arena, (struct str){ (const char *)bytes, sizeof bytes }));
    *ret_attrs = value_merge(arena, in->config, value_map_of(arena, "id", id, "result", text, NULL));
    return true;
}

const struct resource_type core_random_password = {
    .name = "core_random_password",
    .doc = "a password derived from the stack secret",
    .source = "infra",
    .version = 1,
    .flags = TYPE_NO_UPDATE,
    .attrs = password_attrs,
    .create_class = CREATE_STATE,
    .headline = "length",
    .compute = random_compute,
};

const struct resource_type core_random_string = {
    .name = "core_random_string",
    .doc = "a random string derived from the stack secret, not sensitive",
    .source = "infra",
    .version = 1,
    .flags = TYPE_NO_UPDATE,
    .attrs = string_attrs,
    .create_class = CREATE_STATE,
    .headline = "length",
    .compute = random_compute,
};
