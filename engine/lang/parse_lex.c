/*
 * parse_lex.c - bytes to tokens, as Lua 5.4's llex.c has it, and the parser's one way to fail.
 *
 * Lua works on bytes in the C locale: letters are ASCII, NUL is a byte like any other, CR LF and LF CR are one line end.
 * Values of numbers and strings are not needed here, only whether they are well-formed.
 */
#include "engine/lang/parse_internal.h"

#include <stdarg.h>
#include <stdio.h>

enum { CLASS_ALPHA = 1, CLASS_DIGIT = 2, CLASS_HEX = 4, CLASS_BLANK = 8 };

static const uint8_t classes[256] = {
    ['0' ... '9'] = CLASS_DIGIT | CLASS_HEX,
    ['a' ... 'f'] = CLASS_ALPHA | CLASS_HEX, ['g' ... 'z'] = CLASS_ALPHA,
    ['A' ... 'F'] = CLASS_ALPHA | CLASS_HEX, ['G' ... 'Z'] = CLASS_ALPHA,
    ['_'] = CLASS_ALPHA,
    [' '] = CLASS_BLANK, ['\t'] = CLASS_BLANK, ['\v'] = CLASS_BLANK, ['\f'] = CLASS_BLANK,
};

static const char *const kind_texts[] = {
#define X(name, text) [TK_##name - TK_FIRST] = text,
    PARSE_KEYWORDS(X) PARSE_SYMBOLS(X)
#undef X
};

static bool is_class(char c, int class)
{
    return classes[(unsigned char)c] & class;
}

static int peek_byte(const struct parser *p, size_t ahead)
{
    return (size_t)(p->end - p->at) > ahead ? (unsigned char)p->at[ahead] : -1;
}

static uint32_t offset(const struct parser *p)
{
    return (uint32_t)(p->at - p->text);
}

void parse_fail(struct parser *p, const char *code, uint32_t from, uint32_t to, const char *hint, const char *format, ...)
{
    if (!p->failed) {
        struct pos at = source_pos(p->source, from, to);
        char message[ERR_MESSAGE_MAX];
        va_list args;
        va_start(args, format);
        (void)vsnprintf(message, sizeof message, format, args);
        va_end(args);
        struct diag *diag = diag_add(p->diags, DIAG_ERROR, code, at, "%s", message);
        if (hint)
            diag->hint = arena_str(p->diags->arena, str_of(hint));
    }
    p->failed = true;
    p->at = p->end;
    p->token = (struct token){ .kind = TK_EOS, .from = offset(p), .to = offset(p), .line = p->line };
}

struct str parse_text(const struct parser *p, uint32_t from, uint32_t to)
{
    return str_n(p->text + from, to - from);
}

bool parse_is_keyword(int kind)
{
    return kind > TK_FIRST && kind <= TK_WHILE;
}

const char *parse_kind_text(int kind)
{
    static const char one_byte[] = "+\0-\0*\0/\0%\0^\0#\0&\0~\0|\0<\0>\0=\0(\0)\0{\0}\0[\0]\0;\0:\0,\0.";
    if (kind > TK_FIRST)
        return kind_texts[kind - TK_FIRST];
    for (size_t i = 0; i < sizeof one_byte; i += 2)
        if (one_byte[i] == kind)
            return &one_byte[i];
    return "?";
}

/* Printable, and short enough for a message. */
struct str parse_found(struct parser *p)
{
    if (p->token.kind == TK_EOS)
        return STR("the end of the file");
    struct str text = parse_text(p, p->token.from, p->token.to);
    size_t shown = 0;
    while (shown < text.len && shown < 40 && (unsigned char)text.ptr[shown] >= ' ')
        shown++;
    return arena_printf(p->diags->arena, "`%.*s%s`", (int)shown, text.ptr, shown < text.len ? "..." : "");
}

/* --- blanks and comments --- */

static void skip_newline(struct parser *p)
{
    p->at += source_newline_len(p->at, p->end);
    p->line++;
}

/* At `[`: the number of `=` when a long bracket opens here, else -1 (`[`) or -2 (`[==` and no second bracket). */
static int long_bracket_level(const struct parser *p)
{
    const char *at = p->at + 1;
    while (at < p->end && *at == '=')
        at++;
    int level = (int)(at - p->at) - 1;
    if (at < p->end && *at == '[')
        return level;
    return level == 0 ? -1 : -2;
}

/* Past `[==[` ... `]==]`. */
static bool skip_long_bracket(struct parser *p, int level, uint32_t from, const char *what)
{
    uint32_t opened = p->line;
    p->at += level + 2;
    while (p->at < p->end) {
        char c = *p->at;
        if (c == '\n' || c == '\r') {
            skip_newline(p);
        } else if (c == ']') {
            const char *at = p->at + 1;
            while (at < p->end && *at == '=')
                at++;
            bool closes = at < p->end && *at == ']' && at - p->at - 1 == level;
            p->at = closes ? at + 1 : at;
            if (closes)
                return true;
        } else {
            p->at++;
        }
    }
    parse_fail(p, "E0002", from, from + (uint32_t)level + 2, NULL, "%s that begins at line %u is never closed", what, opened);
    return false;
}

/* At `--`. */
static void skip_comment(struct parser *p)
{
    uint32_t from = offset(p);
    p->at += 2;
    if (peek_byte(p, 0) == '[') {
        int level = long_bracket_level(p);
        if (level >= 0) {
            (void)skip_long_bracket(p, level, from, "the comment");
            return;
        }
    }
    while (p->at < p->end && *p->at != '\n' && *p->at != '\r')
        p->at++;
}

static void skip_blanks(struct parser *p)
{
    while (p->at < p->end) {
        char c = *p->at;
        if (is_class(c, CLASS_BLANK))
            p->at++;
        else if (c == '\n' || c == '\r')
            skip_newline(p);
        else if (c == '-' && peek_byte(p, 1) == '-')
            skip_comment(p);
        else
            return;
    }
}

/* --- numbers --- */

static const char *skip_class(const char *at, const char *end, int class)
{
    while (at < end && is_class(*at, class))
        at++;
    return at;
}

/* digits [. digits] [exponent], as strtod reads them; at least one digit. */
static bool is_number(const char *at, const char *end)
{
    bool hex = end - at >= 2 && at[0] == '0' && (at[1] == 'x' || at[1] == 'X');
    int digit = hex ? CLASS_HEX : CLASS_DIGIT;
    if (hex)
        at += 2;
    const char *whole = skip_class(at, end, digit);
    ptrdiff_t digits = whole - at;
    at = whole;
    if (at < end && *at == '.') {
        const char *fraction = skip_class(at + 1, end, digit);
        digits += fraction - at - 1;
        at = fraction;
    }
    if (digits == 0)
        return false;
    if (at < end && (hex ? *at == 'p' || *at == 'P' : *at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        const char *exponent = skip_class(at, end, CLASS_DIGIT);
        if (exponent == at)
            return false;
        at = exponent;
    }
    return at == end;
}

/* Takes what Lua's read_numeral takes, which is more than a number, then looks whether it is one. */
static void read_number(struct parser *p)
{
    const char *from = p->at;
    char exponent = 'e';
    if (*p->at++ == '0' && p->at < p->end && (*p->at == 'x' || *p->at == 'X')) {
        exponent = 'p';
        p->at++;
    }
    for (; p->at < p->end; p->at++) {
        char c = *p->at;
        if ((c | 0x20) == exponent) {
            int sign = peek_byte(p, 1);
            if (sign == '+' || sign == '-')
                p->at++;
        } else if (!is_class(c, CLASS_HEX) && c != '.') {
            break;
        }
    }
    if (p->at < p->end && is_class(*p->at, CLASS_ALPHA))
        p->at++; /* touching a letter is an error */
    p->token.kind = TK_NUMBER;
    if (!is_number(from, p->at))
        parse_fail(p, "E0004", p->token.from, offset(p), NULL, "malformed number `%.*s`",
                   (int)MIN_OF(p->at - from, (ptrdiff_t)40), from);
}

/* --- strings --- */

static int hex_value(int c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void fail_escape(struct parser *p, const char *from, const char *what)
{
    const char *to = MIN_OF(MAX_OF(p->at, from + 2), p->end);
    parse_fail(p, "E0003", (uint32_t)(from - p->text), (uint32_t)(to - p->text),
               "a backslash itself is written \\\\, or use a long string [[...]]", "%s", what);
}

/* After `\u`: {XXX}, below 2^31. */
static void read_unicode_escape(struct parser *p, const char *from)
{
    if (peek_byte(p, 0) != '{') {
        fail_escape(p, from, "missing `{` in the escape \\u{XXX}");
        return;
    }
    p->at++;
    uint64_t value = 0;
    int digits = 0;
    for (; hex_value(peek_byte(p, 0)) >= 0; digits++) {
        value = value * 16 + (uint64_t)hex_value(peek_byte(p, 0));
        p->at++;
        if (value > 0x7fffffff) {
            fail_escape(p, from, "the value of the escape \\u{XXX} is too large");
            return;
        }
    }
    if (digits == 0)
        fail_escape(p, from, "hexadecimal digits expected in the escape \\u{XXX}");
    else if (peek_byte(p, 0) != '}')
        fail_escape(p, from, "missing `}` in the escape \\u{XXX}");
    else
        p->at++;
}

/* At the backslash. */
static void read_escape(struct parser *p)
{
    const char *from = p->at++;
    int c = peek_byte(p, 0);
    if (c < 0)
        return; /* the string is unfinished, says the caller */
    if (c == '\n' || c == '\r') {
        skip_newline(p);
        return;
    }
    if (c >= '0' && c <= '9') {
        int value = 0;
        for (int i = 0; i < 3 && p->at < p->end && is_class(*p->at, CLASS_DIGIT); i++)
            value = value * 10 + (*p->at++ - '0');
        if (value > 255)
            fail_escape(p, from, "the escape \\ddd is at most \\255");
        return;
    }
    p->at++;
    switch (c) {
    case 'x':
        for (int i = 0; i < 2; i++, p->at++)
            if (hex_value(peek_byte(p, 0)) < 0) {
                fail_escape(p, from, "two hexadecimal digits expected in the escape \\xXX");
                return;
            }
        return;
    case 'u':
        read_unicode_escape(p, from);
        return;
    case 'z':
        while (p->at < p->end && (is_class(*p->at, CLASS_BLANK) || *p->at == '\n' || *p->at == '\r')) {
            if (is_class(*p->at, CLASS_BLANK))
                p->at++;
            else
                skip_newline(p);
        }
        return;
    case 'a': case 'b': case 'f': case 'n': case 'r': case 't': case 'v': case '\\': case '"': case '\'':
        return;
    default:
        fail_escape(p, from, "a string has an escape that Lua does not know");
    }
}

static void read_string(struct parser *p)
{
    char quote = *p->at++;
    p->token.kind = TK_STRING;
    while (!p->failed && p->at < p->end) {
        char c = *p->at;
        if (c == quote) {
            p->at++;
            return;
        }
        if (c == '\n' || c == '\r')
            break;
        if (c == '\\')
            read_escape(p);
        else
            p->at++;
    }
    parse_fail(p, "E0002", p->token.from, offset(p), "a string over several lines is written [[...]]",
               "the string is never closed");
}

/* --- names --- */

/* The keyword that s is, or TK_NAME. All keywords have 2 to 8 letters. */
static int keyword(const char *s, size_t len)
{
#define IS(name, text) \
    if (len == sizeof(text) - 1 && memcmp(s, text, sizeof(text) - 1) == 0) \
        return TK_##name
    switch (s[0]) {
    case 'a': IS(AND, "and"); break;
    case 'b': IS(BREAK, "break"); break;
    case 'd': IS(DO, "do"); break;
    case 'e': IS(END, "end"); IS(ELSE, "else"); IS(ELSEIF, "elseif"); break;
    case 'f': IS(FOR, "for"); IS(FUNCTION, "function"); IS(FALSE, "false"); break;
    case 'g': IS(GOTO, "goto"); break;
    case 'i': IS(IF, "if"); IS(IN, "in"); break;
    case 'l': IS(LOCAL, "local"); break;
    case 'n': IS(NIL, "nil"); IS(NOT, "not"); break;
    case 'o': IS(OR, "or"); break;
    case 'r': IS(RETURN, "return"); IS(REPEAT, "repeat"); break;
    case 't': IS(THEN, "then"); IS(TRUE, "true"); break;
    case 'u': IS(UNTIL, "until"); break;
    case 'w': IS(WHILE, "while"); break;
    default: break;
    }
#undef IS
    return TK_NAME;
}

enum { HASH_START = 0x811c9dc5, HASH_FACTOR = 16777619 }; /* FNV-1a */

uint32_t parse_hash(struct str name)
{
    uint32_t hash = HASH_START;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * HASH_FACTOR;
    return hash;
}

static void read_name(struct parser *p)
{
    const char *from = p->at;
    uint32_t hash = HASH_START;
    for (; p->at < p->end && is_class(*p->at, CLASS_ALPHA | CLASS_DIGIT); p->at++)
        hash = (hash ^ (unsigned char)*p->at) * HASH_FACTOR;
    p->token.hash = hash;
    p->token.kind = keyword(from, (size_t)(p->at - from));
}

/* --- everything else --- */

static void fail_byte(struct parser *p)
{
    static const struct {
        const char *bytes, *message, *hint;
    } known[] = {
        { "!=", "`!=` is not Lua", "write `~=`" },
        { "!", "`!` is not Lua", "write `not`" },
        { "\xe2\x80\x9c", "a typographic quote", "write \"" },
        { "\xe2\x80\x9d", "a typographic quote", "write \"" },
        { "\xe2\x80\x98", "a typographic quote", "write '" },
        { "\xe2\x80\x99", "a typographic quote", "write '" },
        { "\xc2\xa0", "a no-break space", "replace it by a space" },
        { "\xef\xbb\xbf", "the file begins with a byte-order mark", "save it as UTF-8 without one" },
    };
    struct str rest = str_n(p->at, (size_t)(p->end - p->at));
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_starts(rest, str_of(known[i].bytes))) {
            parse_fail(p, "E0005", offset(p), offset(p) + (uint32_t)strlen(known[i].bytes), known[i].hint, "%s", known[i].message);
            return;
        }
    unsigned byte = (unsigned char)*p->at;
    if (byte > ' ' && byte < 0x7f)
        parse_fail(p, "E0005", offset(p), offset(p) + 1, NULL, "`%c` has no meaning in Lua", (int)byte);
    else
        parse_fail(p, "E0005", offset(p), offset(p) + 1, "text other than ASCII goes into strings and comments",
                   "a byte 0x%02x outside of a string", byte);
}

static void take(struct parser *p, int kind, unsigned len)
{
    p->token.kind = kind;
    p->at += len;
}

static void read_symbol(struct parser *p)
{
    int c = (unsigned char)*p->at, next = peek_byte(p, 1);
    switch (c) {
    case '=': take(p, next == '=' ? TK_EQ : c, next == '=' ? 2 : 1); return;
    case '~': take(p, next == '=' ? TK_NE : c, next == '=' ? 2 : 1); return;
    case ':': take(p, next == ':' ? TK_DBCOLON : c, next == ':' ? 2 : 1); return;
    case '/': take(p, next == '/' ? TK_IDIV : c, next == '/' ? 2 : 1); return;
    case '<': take(p, next == '=' ? TK_LE : next == '<' ? TK_SHL : c, next == '=' || next == '<' ? 2 : 1); return;
    case '>': take(p, next == '=' ? TK_GE : next == '>' ? TK_SHR : c, next == '=' || next == '>' ? 2 : 1); return;
    case '.':
        if (next == '.')
            take(p, peek_byte(p, 2) == '.' ? TK_DOTS : TK_CONCAT, peek_byte(p, 2) == '.' ? 3 : 2);
        else if (next >= '0' && next <= '9')
            read_number(p);
        else
            take(p, c, 1);
        return;
    case '[': {
        int level = long_bracket_level(p);
        if (level >= 0) {
            p->token.kind = TK_STRING;
            (void)skip_long_bracket(p, level, p->token.from, "the long string");
        } else if (level == -1) {
            take(p, c, 1);
        } else {
            parse_fail(p, "E0002", offset(p), offset(p) + 2, NULL, "a long string begins with [[ or [=[");
        }
        return;
    }
    case '+': case '-': case '*': case '%': case '^': case '#': case '&': case '|': case '(': case ')':
    case '{': case '}': case ']': case ';': case ',':
        take(p, c, 1);
        return;
    default:
        fail_byte(p);
    }
}

void parse_next(struct parser *p)
{
    p->last_end = p->token.to;
    p->last_line = p->line;
    skip_blanks(p);
    if (p->failed)
        return;
    p->token = (struct token){ .kind = TK_EOS, .from = offset(p), .to = offset(p), .line = p->line };
    if (p->at == p->end)
        return;
    char c = *p->at;
    if (is_class(c, CLASS_ALPHA))
        read_name(p);
    else if (is_class(c, CLASS_DIGIT))
        read_number(p);
    else if (c == '"' || c == '\'')
        read_string(p);
    else
        read_symbol(p);
    p->token.to = offset(p);
}

struct token parse_peek(struct parser *p)
{
    struct token token = p->token;
    const char *at = p->at;
    uint32_t line = p->line, last_end = p->last_end, last_line = p->last_line;
    parse_next(p);
    struct token next = p->token;
    if (p->failed)
        return next;
    p->token = token;
    p->at = at;
    p->line = line;
    p->last_end = last_end;
    p->last_line = last_line;
    return next;
}

/* --- what the grammar asks for --- */

void parse_expect(struct parser *p, int kind, const char *hint)
{
    if (p->token.kind != kind)
        parse_fail(p, "E0001", p->token.from, p->token.to, hint, "expected `%s`, found %.*s", parse_kind_text(kind),
                   STR_ARG(parse_found(p)));
    else
        parse_next(p);
}

void parse_expect_match(struct parser *p, int close, int open, const struct token *opener)
{
    if (p->token.kind == close) {
        parse_next(p);
        return;
    }
    if (p->failed)
        return;
    struct str found = parse_found(p);
    if (p->token.line == opener->line) {
        parse_fail(p, "E0009", p->token.from, p->token.to, NULL, "expected `%s`, found %.*s", parse_kind_text(close), STR_ARG(found));
        return;
    }
    struct str hint = arena_printf(p->diags->arena, "it closes the `%s` at line %u", parse_kind_text(open), opener->line);
    parse_fail(p, "E0009", p->token.from, p->token.to, hint.ptr, "expected `%s`, found %.*s", parse_kind_text(close), STR_ARG(found));
}

struct token parse_name(struct parser *p, const char *what)
{
    struct token token = p->token;
    if (token.kind == TK_NAME) {
        parse_next(p);
        return token;
    }
    if (parse_is_keyword(token.kind))
        parse_fail(p, "E0007", token.from, token.to, NULL, "`%s` is a word of Lua itself and cannot be %s", parse_kind_text(token.kind), what);
    else
        parse_fail(p, "E0001", token.from, token.to, NULL, "expected %s, found %.*s", what, STR_ARG(parse_found(p)));
    return token;
}

void parse_enter(struct parser *p)
{
    p->depth++;
    if (p->depth > p->depth_max)
        p->depth_max = p->depth;
    if (p->depth >= PARSE_DEPTH_MAX)
        parse_fail(p, "E0008", p->token.from, p->token.to, "split it into local variables or functions",
                   "nested more than %d levels deep", PARSE_DEPTH_MAX - 1);
}
