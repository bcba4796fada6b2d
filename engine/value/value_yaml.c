/*
 * value_yaml.c - values from one YAML document and back (YAML 1.2 core schema; libyaml gives the events).
 *
 * Reading: plain scalars are null (null, ~, nothing), booleans (true, false), integers (10, 0x1f, 0o17), numbers and strings.
 * Refused, because readers of YAML disagree about them or because nothing good comes of them: .inf and .nan, integers with a
 * leading zero (octal to some), merge keys (<<), tags of an application, repeated keys, keys that are not scalars, several
 * documents, nesting past VALUE_DEPTH_MAX. An alias shares the value of its anchor and costs nothing here, but whoever walks the
 * result pays for it, so the expanded size is limited. Keys are the text as written (80: is "80").
 *
 * Writing: block style, keys sorted; text plain where no reader could take it for something else, literal (|) for lines, else in
 * double quotes. Bytes are !!binary. What is written reads back as the same value.
 */
#include "engine/value/value_internal.h"

#include "engine/base/map.h"

#include <yaml.h>

enum { YAML_MAX_BYTES = 64 << 20, YAML_MAX_NODES = 2000000, LONG_KEY_BYTES = 128 /* readers look for ':' in 1024 bytes */ };

/* Reading. */

struct anchor {
    struct value value;
    size_t nodes;
};

struct yaml {
    struct arena *arena;
    yaml_parser_t *parser;
    struct map anchors; /* name -> struct anchor */
    size_t nodes;       /* with aliases expanded */
};

static void drop_parser(yaml_parser_t *parser)
{
    yaml_parser_delete(parser);
}
static void drop_event(yaml_event_t *event)
{
    yaml_event_delete(event);
}
#define DROP_EVENT __attribute__((cleanup(drop_event)))

static bool fail_at(yaml_mark_t mark, struct err *err, const char *what)
{
    return FAIL(err, ERR_INVALID, "not valid YAML: %s at line %zu, column %zu", what, mark.line + 1, mark.column + 1);
}

static bool next(struct yaml *y, yaml_event_t *event, struct err *err)
{
    if (yaml_parser_parse(y->parser, event))
        return true;
    yaml_mark_t mark = y->parser->problem_mark;
    const char *problem = y->parser->problem ? y->parser->problem : "it cannot be read";
    if (y->parser->error == YAML_READER_ERROR)
        return FAIL(err, ERR_INVALID, "not valid YAML: %s at byte %zu", problem, y->parser->problem_offset);
    return fail_at(mark, err, problem);
}

static bool is_one_of(struct str s, const char *const *words)
{
    for (; *words; words++)
        if (str_is(s, *words))
            return true;
    return false;
}

static bool all_of(struct str s, const char *allowed)
{
    for (size_t i = 0; i < s.len; i++)
        if (!s.ptr[i] || !strchr(allowed, s.ptr[i]))
            return false;
    return s.len > 0;
}

/* Digits in base 8 or 16, after the 0o or 0x. */
static bool based_integer(struct str digits, unsigned base, int64_t *ret)
{
    uint64_t n = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.ptr[i];
        unsigned digit = c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a') + 10;
        if (n > ((uint64_t)INT64_MAX - digit) / base)
            return false;
        n = n * base + digit;
    }
    *ret = (int64_t)n;
    return true;
}

/* [-+]? ( . digits | digits ( . digits? )? ) ( [eE] [-+]? digits )? */
static bool looks_like_number(struct str s)
{
    size_t i = 0, digits = 0;
    if (i < s.len && (s.ptr[i] == '-' || s.ptr[i] == '+'))
        i++;
    for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        digits++;
    if (i < s.len && s.ptr[i] == '.')
        for (i++; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
            digits++;
    if (!digits)
        return false;
    if (i < s.len && (s.ptr[i] | 0x20) == 'e') {
        i++;
        if (i < s.len && (s.ptr[i] == '-' || s.ptr[i] == '+'))
            i++;
        size_t from = i;
        while (i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9')
            i++;
        if (i == from)
            return false;
    }
    return i == s.len;
}

static bool plain_number(struct str s, yaml_mark_t mark, struct value *ret, struct err *err)
{
    struct str digits = s.ptr[0] == '-' || s.ptr[0] == '+' ? str_slice(s, 1, s.len) : s;
    int64_t integer;
    double real;
    if (all_of(digits, "0123456789")) {
        if (digits.len > 1 && digits.ptr[0] == '0')
            return fail_at(mark, err, "a number with a leading zero (quote it, or write 0o17 for octal)");
        if (!str_to_i64(s.ptr[0] == '+' ? digits : s, &integer))
            return fail_at(mark, err, "an integer of more than 64 bits");
        *ret = value_int(integer);
        return true;
    }
    if (s.ptr[0] == '+')
        s = digits;
    if (!str_to_f64(s, &real))
        return fail_at(mark, err, "a number that is too large");
    *ret = value_float(real);
    return true;
}

static bool plain_scalar(struct yaml *y, struct str s, yaml_mark_t mark, struct value *ret, struct err *err)
{
    static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
    static const char *const trues[] = { "true", "True", "TRUE", NULL };
    static const char *const falses[] = { "false", "False", "FALSE", NULL };
    static const char *const infinite[] = { ".inf", ".Inf", ".INF", "-.inf", "-.Inf", "-.INF", "+.inf", "+.Inf", "+.INF",
                                            ".nan", ".NaN", ".NAN", NULL };
    int64_t integer;
    if (is_one_of(s, nulls)) {
        *ret = value_null();
    } else if (is_one_of(s, trues) || is_one_of(s, falses)) {
        *ret = value_bool(is_one_of(s, trues));
    } else if (is_one_of(s, infinite)) {
        return fail_at(mark, err, "infinity or not-a-number");
    } else if (looks_like_number(s)) {
        return plain_number(s, mark, ret, err);
    } else if ((str_starts(s, STR("0x")) && all_of(str_slice(s, 2, s.len), "0123456789abcdefABCDEF")) ||
               (str_starts(s, STR("0o")) && all_of(str_slice(s, 2, s.len), "01234567"))) {
        if (!based_integer(str_slice(s, 2, s.len), s.ptr[1] == 'x' ? 16 : 8, &integer))
            return fail_at(mark, err, "an integer of more than 64 bits");
        *ret = value_int(integer);
    } else {
        *ret = value_str_copy(y->arena, s);
    }
    return true;
}

static struct str scalar_str(const yaml_event_t *event)
{
    return str_n((const char *)event->data.scalar.value, event->data.scalar.length);
}

/* "!!int" -> "int"; empty: no tag; anything else that is not YAML's own fails. */
static bool own_tag(const yaml_char_t *tag, yaml_mark_t mark, struct str *ret, struct err *err)
{
    struct str text = str_of((const char *)tag), prefix = STR("tag:yaml.org,2002:");
    if (str_is(text, "!"))
        text = STR("tag:yaml.org,2002:str");
    if (text.len && !str_starts(text, prefix))
        return fail_at(mark, err, "a tag that is not YAML's own");
    *ret = text.len ? str_slice(text, prefix.len, text.len) : STR_NONE;
    return true;
}

static bool read_scalar(struct yaml *y, const yaml_event_t *event, struct value *ret, struct err *err)
{
    struct str s = scalar_str(event), tag, bytes;
    yaml_mark_t mark = event->start_mark;
    if (!str_is_utf8(s))
        return fail_at(mark, err, "text is not UTF-8");
    TRY(own_tag(event->data.scalar.tag, mark, &tag, err));
    if (str_is(tag, "binary")) {
        if (!base64_decode(y->arena, s, &bytes))
            return fail_at(mark, err, "!!binary that is not base64");
        *ret = value_bytes(bytes);
        return true;
    }
    bool plain = tag.len ? !str_is(tag, "str") : event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (!plain) {
        *ret = value_str_copy(y->arena, s);
        return true;
    }
    TRY(plain_scalar(y, s, mark, ret, err));
    bool fits = !tag.len || (str_is(tag, "null") && ret->kind == VALUE_NULL) || (str_is(tag, "bool") && ret->kind == VALUE_BOOL) ||
                (str_is(tag, "int") && ret->kind == VALUE_INT) ||
                (str_is(tag, "float") && (ret->kind == VALUE_INT || ret->kind == VALUE_FLOAT));
    return fits || fail_at(mark, err, "text that does not fit its tag");
}

static bool read_node(struct yaml *y, const yaml_event_t *event, size_t depth, struct value *ret, struct err *err);

static bool read_sequence(struct yaml *y, size_t depth, struct value *ret, struct err *err)
{
    struct value_builder b = { .arena = y->arena };
    for (;;) {
        DROP_EVENT yaml_event_t event = { 0 };
        struct value item;
        TRY(next(y, &event, err));
        if (event.type == YAML_SEQUENCE_END_EVENT)
            break;
        TRY(read_node(y, &event, depth, &item, err));
        value_builder_add(&b, item);
    }
    *ret = value_builder_list(&b);
    return true;
}

static bool read_key(const yaml_event_t *event, struct str *ret, struct err *err)
{
    struct str tag;
    if (event->type != YAML_SCALAR_EVENT)
        return fail_at(event->start_mark, err, "a key that is not a plain text");
    TRY(own_tag(event->data.scalar.tag, event->start_mark, &tag, err));
    struct str key = scalar_str(event);
    if (str_is(key, "<<") && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        return fail_at(event->start_mark, err, "a merge key (<<), which is not supported");
    if (!str_is_utf8(key))
        return fail_at(event->start_mark, err, "text is not UTF-8");
    *ret = key;
    return true;
}

static bool read_mapping(struct yaml *y, size_t depth, struct value *ret, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct map seen = { .arena = &scratch };
    struct value_builder b = { .arena = y->arena };
    for (;;) {
        DROP_EVENT yaml_event_t key_event = { 0 };
        DROP_EVENT yaml_event_t event = { 0 };
        struct str key;
        struct value v;
        TRY(next(y, &key_event, err));
        if (key_event.type == YAML_MAPPING_END_EVENT)
            break;
        TRY(read_key(&key_event, &key, err));
        if (map_put(&seen, arena_str(&scratch, key), &seen))
            return fail_at(key_event.start_mark, err, "a key that is given twice");
        TRY(next(y, &event, err));
        TRY(read_node(y, &event, depth, &v, err));
        value_builder_put(&b, key, v);
    }
    *ret = value_builder_map(&b);
    return true;
}

static bool read_alias(struct yaml *y, const yaml_event_t *event, struct value *ret, struct err *err)
{
    const struct anchor *anchor = map_find(&y->anchors, str_of((const char *)event->data.alias.anchor));
    if (!anchor)
        return fail_at(event->start_mark, err, "an alias before its anchor");
    y->nodes += anchor->nodes;
    *ret = anchor->value;
    return true;
}

/* `depth`: how many more levels may be opened. */
static bool read_node(struct yaml *y, const yaml_event_t *event, size_t depth, struct value *ret, struct err *err)
{
    const yaml_char_t *anchor = NULL;
    size_t before = y->nodes++;
    struct str tag;
    bool container = event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT;
    if (container && !depth)
        return fail_at(event->start_mark, err, "nested too deeply");
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        anchor = event->data.scalar.anchor;
        TRY(read_scalar(y, event, ret, err));
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = event->data.sequence_start.anchor;
        TRY(own_tag(event->data.sequence_start.tag, event->start_mark, &tag, err));
        if (tag.len && !str_is(tag, "seq"))
            return fail_at(event->start_mark, err, "a list that does not fit its tag");
        TRY(read_sequence(y, depth - 1, ret, err));
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = event->data.mapping_start.anchor;
        TRY(own_tag(event->data.mapping_start.tag, event->start_mark, &tag, err));
        if (tag.len && !str_is(tag, "map"))
            return fail_at(event->start_mark, err, "a map that does not fit its tag");
        TRY(read_mapping(y, depth - 1, ret, err));
        break;
    case YAML_ALIAS_EVENT:
        TRY(read_alias(y, event, ret, err));
        if (ret->depth > depth)
            return fail_at(event->start_mark, err, "nested too deeply");
        break;
    default:
        return fail_at(event->start_mark, err, "something else than a value");
    }
    if (y->nodes > YAML_MAX_NODES)
        return fail_at(event->start_mark, err, "too many values (aliases count as what they stand for)");
    if (anchor) {
        struct anchor *a = ARENA_NEW(y->arena, struct anchor);
        *a = (struct anchor){ *ret, y->nodes - before };
        (void)map_put(&y->anchors, arena_str(y->arena, str_of((const char *)anchor)), a);
    }
    return true;
}

static bool read_document(struct yaml *y, struct value *ret, struct err *err)
{
    DROP_EVENT yaml_event_t stream = { 0 };
    DROP_EVENT yaml_event_t document = { 0 };
    DROP_EVENT yaml_event_t root = { 0 };
    DROP_EVENT yaml_event_t end = { 0 };
    DROP_EVENT yaml_event_t after = { 0 };
    TRY(next(y, &stream, err));
    TRY(next(y, &document, err));
    if (document.type == YAML_STREAM_END_EVENT) {
        *ret = value_null(); /* nothing but white space and comments */
        return true;
    }
    TRY(next(y, &root, err));
    TRY(read_node(y, &root, VALUE_DEPTH_MAX, ret, err));
    TRY(next(y, &end, err));
    TRY(next(y, &after, err));
    if (after.type != YAML_STREAM_END_EVENT) {
        (void)fail_at(after.start_mark, err, "a second document");
        return err_hint(err, "one document is expected here: split the file at its '---' lines");
    }
    return true;
}

bool value_from_yaml(struct arena *arena, struct str text, struct value *ret, struct err *err)
{
    __attribute__((cleanup(drop_parser))) yaml_parser_t parser = { 0 };
    struct value v;
    if (text.len > YAML_MAX_BYTES)
        return FAIL(err, ERR_LIMIT, "YAML text of more than %d MiB", YAML_MAX_BYTES >> 20);
    if (!yaml_parser_initialize(&parser))
        return FAIL(err, ERR_INTERNAL, "libyaml cannot be started");
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)(text.ptr ? text.ptr : ""), text.len);
    struct yaml y = { .arena = arena, .parser = &parser, .anchors = { .arena = arena } };
    TRY(read_document(&y, &v, err));
    *ret = v;
    return true;
}

/* Writing. */

/* Words that some version of YAML reads as something else than text, in any case. */
static bool is_reserved_word(struct str s)
{
    static const char *const words[] = { "null", "true", "false", "yes", "no", "on", "off", "y", "n", NULL };
    char lower[8];
    if (s.len >= sizeof lower)
        return false;
    for (size_t i = 0; i < s.len; i++)
        lower[i] = (char)(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? s.ptr[i] | 0x20 : s.ptr[i]);
    return is_one_of(str_n(lower, s.len), words);
}

static bool is_plain(struct str s)
{
    if (!s.len || s.len > 256 || is_reserved_word(s))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/';
        bool inner = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '@' || c == '+' ||
                     ((c == ':' || c == ' ') && i + 1 < s.len && s.ptr[i + 1] != ' ');
        if (!letter && !(i && inner))
            return false;
    }
    return true;
}

/* Code points that YAML does not take as they are, not even in quotes. `s` is UTF-8. Returns the bytes of the character. */
static size_t character(const char *s, size_t left, uint32_t *ret)
{
    const unsigned char *u = (const unsigned char *)s;
    size_t len = u[0] < 0x80 ? 1 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
    uint32_t c = len == 1 ? u[0] : u[0] & (0x7fu >> len);
    for (size_t i = 1; i < len && i < left; i++)
        c = c << 6 | (u[i] & 0x3f);
    *ret = c;
    return MIN_OF(len, left);
}

static bool is_printable(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return false;
    return c != 0x2028 && c != 0x2029 && c != 0xfeff && c != 0xfffe && c != 0xffff;
}

static bool is_literal(struct str s)
{
    if (s.len < 2 || !memchr(s.ptr, '\n', s.len - 1) || s.ptr[0] == ' ' || s.ptr[0] == '\n')
        return false;
    if (s.ptr[s.len - 1] == '\n' && s.ptr[s.len - 2] == '\n')
        return false; /* would need a "keep" mark */
    for (size_t i = 0, step; i < s.len; i += step) {
        uint32_t c;
        step = character(s.ptr + i, s.len - i, &c);
        bool line_of_blanks = c == ' ' && (i + 1 == s.len || s.ptr[i + 1] == '\n');
        if ((c != '\n' && !is_printable(c)) || line_of_blanks)
            return false;
    }
    return true;
}

static void write_quoted(struct buf *out, struct str s)
{
    buf_add_char(out, '"');
    for (size_t i = 0, step; i < s.len; i += step) {
        uint32_t c;
        step = character(s.ptr + i, s.len - i, &c);
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (char)c);
        else if (c == '\n' || c == '\t' || c == '\r')
            buf_add_cstr(out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
        else if (!is_printable(c))
            buf_printf(out, "\\u%04x", c);
        else
            buf_add(out, s.ptr + i, step);
    }
    buf_add_char(out, '"');
}

static void indent_by(struct buf *out, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        buf_add_char(out, ' ');
}

static void write_literal(struct buf *out, struct str s, size_t indent)
{
    bool ends = s.ptr[s.len - 1] == '\n';
    struct str rest = ends ? str_slice(s, 0, s.len - 1) : s;
    buf_add_cstr(out, ends ? "|" : "|-");
    while (rest.ptr) {
        struct str line = str_split(&rest, '\n');
        buf_add_char(out, '\n');
        indent_by(out, line.len ? indent : 0);
        buf_add_str(out, line);
    }
}

static bool write_leaf(struct buf *out, struct value v, size_t indent, struct err *err)
{
    struct str s = value_text(v);
    switch ((enum value_kind)v.kind) {
    case VALUE_STRING:
        if (is_plain(s))
            buf_add_str(out, s);
        else if (is_literal(s))
            write_literal(out, s, indent);
        else
            write_quoted(out, s);
        break;
    case VALUE_BYTES: {
        DROP_ARENA struct arena scratch = { 0 };
        struct str text = base64_encode(&scratch, s);
        buf_printf(out, "!!binary \"%.*s\"", STR_ARG(text));
        break;
    }
    case VALUE_LIST:
        buf_add(out, "[]", 2);
        break;
    case VALUE_MAP:
        buf_add(out, "{}", 2);
        break;
    case VALUE_ABSENT:
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
        value_json_scalar(out, v);
        break;
    case VALUE_EXPR:
        return FAIL(err, ERR_INVALID, "a value that is not known yet cannot be written as YAML");
    }
    buf_add_char(out, '\n');
    return true;
}

static bool is_block(struct value v)
{
    return (v.kind == VALUE_LIST || v.kind == VALUE_MAP) && v.count;
}

static void write_key(struct buf *out, struct str key, size_t indent)
{
    bool is_long = key.len > LONG_KEY_BYTES;
    if (is_long)
        buf_add(out, "? ", 2);
    if (is_plain(key))
        buf_add_str(out, key);
    else
        write_quoted(out, key);
    if (is_long) {
        buf_add_char(out, '\n');
        indent_by(out, indent);
    }
    buf_add_char(out, ':');
}

/* The first line begins where we are, further ones at `indent`. */
static bool write_node(struct buf *out, struct value v, size_t indent, struct err *err)
{
    if (!is_block(v))
        return write_leaf(out, v, indent, err);
    for (size_t i = 0; i < v.count; i++) {
        if (i)
            indent_by(out, indent);
        if (v.kind == VALUE_LIST) {
            buf_add(out, "- ", 2);
            TRY(write_node(out, v.items[i], indent + 2, err));
            continue;
        }
        write_key(out, str_n(v.fields[i].key, v.fields[i].key_len), indent);
        if (is_block(v.fields[i].value)) {
            buf_add_char(out, '\n');
            indent_by(out, indent + 2);
        } else {
            buf_add_char(out, ' ');
        }
        TRY(write_node(out, v.fields[i].value, indent + 2, err));
    }
    return true;
}

bool value_to_yaml(struct buf *out, struct value v, struct err *err)
{
    return write_node(out, v, is_block(v) ? 0 : 2, err);
}
